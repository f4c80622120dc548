-- The second fence between workspaces: a transaction that has said whose work it is sees and writes that
-- workspace's rows only, whatever its SQL says. The first is the store's client, which refuses to ask.
--
-- `tandem.workspace` holds a workspace's id, or * for the platform's own work across all of them. Unset, it
-- shows nothing. Later migrations that change data begin with: SELECT set_config('tandem.workspace', '*', true);

DO $$
DECLARE
  owned regclass;
BEGIN
  FOR owned IN
    SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
      AND a.attname = 'workspaceId' AND NOT a.attisdropped
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', owned);
    -- Also for the tables' owner, as which the app usually connects.
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', owned);
    -- The setting is read once for a statement, not once for a row.
    EXECUTE format(
      'CREATE POLICY "own_workspace" ON %s USING ((SELECT current_setting(''tandem.workspace'', true)) IN (''*'', "workspaceId"::text))',
      owned);
  END LOOP;
END
$$;

ALTER TABLE "Workspace" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Workspace" FORCE ROW LEVEL SECURITY;
CREATE POLICY "own_workspace" ON "Workspace"
  USING ((SELECT current_setting('tandem.workspace', true)) IN ('*', "id"::text));

-- Superusers pass by every policy: connected as one, the app does a workspace's work in this role. Whoever may
-- not create roles is no superuser, and needs none. Roles belong to the whole server, so it may be there already.
DO $$
BEGIN
  CREATE ROLE "tandem_work" NOLOGIN;
EXCEPTION
  WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
END
$$;
DO $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO "tandem_work"', current_schema());
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO "tandem_work"', current_schema());
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO "tandem_work"', current_schema());
  EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "tandem_work"', current_schema());
  EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE ON SEQUENCES TO "tandem_work"', current_schema());
EXCEPTION
  WHEN undefined_object OR insufficient_privilege THEN NULL;
END
$$;
-- A user that passes by the policies without being a superuser has to be a member to act in the role.
DO $$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT "tandem_work" TO %I', current_user);
  END IF;
EXCEPTION
  WHEN undefined_object OR insufficient_privilege THEN NULL;
END
$$;
