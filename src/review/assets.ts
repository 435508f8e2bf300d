import { readFileSync } from 'node:fs'
import type { Handler } from 'hono'
import { sha256Of } from '../model/sha256.ts'
import type { ReviewEnv } from './visitor.ts'

const MEDIA_TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' } as const
const FILES = ['style.css', 'snapshot.css', 'keys.js', 'list.js', 'reload.js', 'icon.svg'] as const
type AssetName = (typeof FILES)[number]

const ASSETS = FILES.map((name) => {
  const content = readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8')
  const path = `/assets/${sha256Of(content).slice(0, 12)}/${name}`
  return { name, content, path, mediaType: MEDIA_TYPES[name.split('.')[1] as keyof typeof MEDIA_TYPES] }
})

/** Address of a file of ours; it holds a hash of the content, so that browsers may keep it for ever. */
export function assetPath(name: AssetName): string {
  return assetOf(name).path
}

export function assetContent(name: AssetName): string {
  return assetOf(name).content
}

export const serveAsset: Handler<ReviewEnv> = (c, next) => {
  const asset = ASSETS.find((each) => each.path === c.req.path)
  if (!asset) return next()
  return c.body(asset.content, 200, { 'Content-Type': asset.mediaType, 'Cache-Control': 'public, max-age=31536000, immutable' })
}

function assetOf(name: AssetName) {
  const asset = ASSETS.find((each) => each.name === name)
  if (!asset) throw new Error(`no asset ${name}`)
  return asset
}
