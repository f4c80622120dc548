-- Salesforce writes an id with 15 characters in reports, with three more elsewhere: from now on they are one, without
-- the ending, so that what came in with it is found again. Where both are known already, both stay.
UPDATE "Deal" AS known SET "externalId" = left("externalId", 15)
WHERE "externalId" ~ '^[A-Za-z0-9]{18}$'
  AND upper(right("externalId", 3)) = (
    SELECT string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1 + (
      SELECT sum(CASE WHEN substr(known."externalId", 5 * part + place + 1, 1) ~ '[[:upper:]]' THEN 1 << place ELSE 0 END)
      FROM generate_series(0, 4) AS place
    )::int, 1), '' ORDER BY part)
    FROM generate_series(0, 2) AS part
  )
  AND NOT EXISTS (
    SELECT 1 FROM "Deal" AS other
    WHERE other."workspaceId" = known."workspaceId" AND other."externalId" = left(known."externalId", 15)
  );

UPDATE "Lead" AS known SET "externalId" = left("externalId", 15)
WHERE "externalId" ~ '^[A-Za-z0-9]{18}$'
  AND upper(right("externalId", 3)) = (
    SELECT string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1 + (
      SELECT sum(CASE WHEN substr(known."externalId", 5 * part + place + 1, 1) ~ '[[:upper:]]' THEN 1 << place ELSE 0 END)
      FROM generate_series(0, 4) AS place
    )::int, 1), '' ORDER BY part)
    FROM generate_series(0, 2) AS part
  )
  AND NOT EXISTS (
    SELECT 1 FROM "Lead" AS other
    WHERE other."workspaceId" = known."workspaceId" AND other."externalId" = left(known."externalId", 15)
  );
