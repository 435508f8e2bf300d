import { z } from 'zod'

// What the profiles of Data Package, Data Resource and Table Schema (specs.frictionlessdata.io, version 1) demand of the properties that we
// use; further ones are allowed by them.

const name = z.string().regex(/^([-a-z0-9._/])+$/)
/** Relative, without a way out of the folder, or an address. */
const path = z.string().regex(/^(?=^[^./~])(^((?!\.{2}).)*$).*$/)
const address = z.union([z.url(), path])

const fieldHead = {
  name: z.string().min(1),
  title: z.string().min(1),
  description: z.string().min(1),
  constraints: z.looseObject({
    required: z.boolean().optional(),
    unique: z.boolean().optional(),
    enum: z
      .array(z.string())
      .min(1)
      .refine((values) => new Set(values).size === values.length)
      .optional(),
  }),
}
const FORMATS = {
  string: ['default', 'email', 'uri', 'binary', 'uuid'],
  date: ['default', 'any'],
  datetime: ['default', 'any'],
} as const
const field = z.discriminatedUnion('type', [
  z.looseObject({ ...fieldHead, type: z.literal('string'), format: z.enum(FORMATS.string).optional() }),
  z.looseObject({ ...fieldHead, type: z.literal('integer') }),
  z.looseObject({ ...fieldHead, type: z.literal('number') }),
  z.looseObject({ ...fieldHead, type: z.literal('boolean') }),
  z.looseObject({ ...fieldHead, type: z.literal('date'), format: z.enum(FORMATS.date).optional() }),
  z.looseObject({ ...fieldHead, type: z.literal('datetime'), format: z.enum(FORMATS.datetime).optional() }),
])

const names = z.array(z.string()).min(1)
const schema = z.looseObject({
  fields: z.array(field).min(1),
  primaryKey: names,
  foreignKeys: z
    .array(z.strictObject({ fields: names, reference: z.strictObject({ resource: z.string(), fields: names }) }))
    .optional(),
  missingValues: z.array(z.string()),
})

const resource = z.looseObject({
  profile: z.enum(['tabular-data-resource', 'data-resource']),
  name,
  path: z.union([path, z.array(path).min(1)]),
  title: z.string().min(1),
  description: z.string().min(1),
  format: z.string(),
  mediatype: z.string().regex(/^(.+)\/(.+)$/),
  encoding: z.string().optional(),
  bytes: z.int().nonnegative(),
  hash: z.string().regex(/^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32}|)$/),
  schema,
})

export const packageShape = z.looseObject({
  profile: z.enum(['tabular-data-package', 'data-package']),
  name,
  title: z.string().min(1),
  description: z.string().min(1),
  version: z.string().min(1),
  created: z.iso.datetime().optional(),
  keywords: z.array(z.string()).min(1),
  licenses: z.array(z.looseObject({ name: z.string().regex(/^([-a-zA-Z0-9._])+$/), path: address, title: z.string() })).min(1),
  sources: z.array(z.looseObject({ title: z.string(), path: address })),
  contributors: z
    .array(z.looseObject({ title: z.string(), role: z.enum(['publisher', 'author', 'maintainer', 'wrangler', 'contributor']) }))
    .min(1),
  resources: z.array(resource).min(1),
})

export type DataPackage = z.infer<typeof packageShape>
