-- What has been published, and who did what, is still never edited, with one exception: data erased on request.
-- The transaction that erases says so, for itself and for one workspace: set_config('tandem.erasing', id, true).
CREATE OR REPLACE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('tandem.erasing', true) = OLD."workspaceId"::text THEN
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;
