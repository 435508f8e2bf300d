import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { SetupError } from '../../src/model/setup-error.ts'

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/)
const count = z.int().nonnegative()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const schema = z.object({
  schema: z.literal('gouji.backup/1'),
  /** Moment of the rows, ISO 8601. */
  madeAt: z.iso.datetime(),
  /** Names of the migrations that the schema had. */
  migrations: z.array(z.string()).min(1),
  tables: z.array(
    z.object({
      name,
      columns: z.array(name),
      rows: count,
      /** Of the file `tables/<name>.copy.zst`. */
      bytes: count,
      sha256,
      /** Where the numbers of an identity column had come to. */
      sequences: z.array(z.object({ column: name, last: z.int(), isCalled: z.boolean() })),
    }),
  ),
  snapshots: z.object({
    count,
    /** Those that were missing or damaged where the backup was made. */
    lacking: z.array(sha256),
  }),
})

/** What a backup holds. The rows of a table stand in the text format of COPY, packed by zstd. */
export type Manifest = z.infer<typeof schema>
export type KeptTable = Manifest['tables'][number]

export const MANIFEST = 'backup.json'
export const tablePath = (folder: string, table: string) => join(folder, 'tables', `${table}.copy.zst`)
export const snapshotsPath = (folder: string) => join(folder, 'snapshots')

/** This is no backup, or not a whole one; the message says why and what to do. */
export class NoBackup extends SetupError {}

/** @throws NoBackup */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST)
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new NoBackup(
      `${folder} is not a backup: ${path} cannot be read (${cause.message}). Name the folder of one backup, such as backups/gouji-20261123-021500.`,
      { cause },
    )
  })
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new NoBackup(
      `${path} is damaged, or was written by a newer version. Take another backup, or update this installation.`,
      {
        cause,
      },
    )
  }
}
