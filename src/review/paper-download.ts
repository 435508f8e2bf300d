import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { Handler } from 'hono'
import { z } from 'zod'
import { todayOf } from '../../db/clock.ts'
import type { Db } from '../../db/connect.ts'
import * as registry from '../../db/registry.ts'
import { PAPER_KINDS, type PaperRequest } from '../model/paper.ts'
import { reaches } from '../model/role.ts'
import { found, NotFound, pathPart, queryPart, REGISTRY_ID, REPORT_YEAR } from './request.ts'
import { type ReviewEnv, visitorOf } from './visitor.ts'

/** Writes a paper to a file. `site`: the address of these pages. `isWritten` is false where there is nobody to be notified. */
export type WritePaper = (
  request: PaperRequest,
  out: string,
  site: string,
) => Promise<{ readonly name: string; readonly isWritten: boolean }>

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
}

const DAY = z.iso.date()

/** A paper as a file to keep, about the districts that the visitor may see. */
export function paperDownload(db: Db, write: WritePaper): Handler<ReviewEnv> {
  return async (c) => {
    const { reach, url } = visitorOf(c)
    const districts = await registry.listDistricts(db, reach)
    const kind = pathPart(c, 'kind', z.enum(PAPER_KINDS))
    const district = queryPart(c, 'district', REGISTRY_ID)
    if (district !== null) found(districts.find(({ id }) => id === district))
    const authority = queryPart(c, 'authority', REGISTRY_ID)
    if (authority !== null && !reaches(reach, found(await registry.authorityOf(db, authority)).district)) throw new NotFound()
    const newest = Math.max(...districts.flatMap(({ years }) => years), 2000)
    const request: PaperRequest = {
      kind,
      year: queryPart(c, 'year', REPORT_YEAR) ?? newest,
      district,
      authority,
      reach,
      date: queryPart(c, 'date', DAY) ?? (await todayOf(db)),
      due: queryPart(c, 'due', DAY),
    }
    const folder = await mkdtemp(join(tmpdir(), 'gouji-paper-'))
    const remove = () => rm(folder, { recursive: true, force: true })
    try {
      const path = join(folder, 'paper')
      const { name, isWritten } = await write(request, path, url.origin)
      if (!isWritten) {
        await remove()
        return c.redirect(`/papers?${new URLSearchParams({ ...c.req.query(), kind, none: '1' })}`, 303)
      }
      const { size } = await stat(path)
      const file = createReadStream(path)
      file.once('close', remove)
      return c.body(Readable.toWeb(file) as ReadableStream, 200, {
        'Content-Type': MEDIA_TYPES[extname(name)] ?? 'application/octet-stream',
        'Content-Length': String(size),
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        'Content-Security-Policy': "default-src 'none'; sandbox",
      })
    } catch (error) {
      await remove()
      throw error
    }
  }
}
