import { type Kysely, sql } from 'kysely'

/**
 * Every request that was sent on the way to an address, with its answer, in place of a few headers of the last one; and whose list a page
 * was asked for. What was not kept before stays unknown.
 */
export const exchanges = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `ALTER TABLE fetches ADD exchanges jsonb NOT NULL DEFAULT '[]', ADD column_id integer REFERENCES portal_columns`,
  `UPDATE fetches SET exchanges = jsonb_build_array(jsonb_build_object(
    'url', final_url, 'at', fetched_at, 'method', method, 'sent', NULL, 'body', NULL, 'error', NULL,
    'answer', jsonb_build_object('status', status, 'statusLine', NULL, 'tls', tls, 'address', NULL, 'headers',
      (SELECT coalesce(jsonb_agg(jsonb_build_array(h.key, h.value)), '[]') FROM jsonb_each_text(headers) h))))
    WHERE status IS NOT NULL`,
  'ALTER TABLE fetches DROP COLUMN headers',
  // All requests of an address, whatever came of them, in place of two indexes for some of them.
  'CREATE INDEX fetches_by_address ON fetches (md5(url), id)',
  'DROP INDEX fetches_md5_id_idx, fetches_md5_id_idx1',
  'CREATE INDEX ON captures (md5(attachment_of)) WHERE attachment_of IS NOT NULL',
]
