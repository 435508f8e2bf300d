import { z } from 'zod'
import type { ApiDefinition } from './definition.ts'
import { PROBLEM } from './problem.ts'
import { API_ROUTES, type ApiRoute, definitionOf } from './routes.ts'
import { NAMED } from './schemas.ts'

type JsonSchema = Readonly<Record<string, unknown>>

const refTo = (id: string) => `#/components/schemas/${id}`

/** Zod writes the pattern of a date beside its format, and the limits of JavaScript's integers: noise to a reader, and to other languages wrong. */
const plain: NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override'] = ({ jsonSchema }) => {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

/** What may be sent, not what is made of it: a reader of an answer is to bear fields that a later version adds. */
const OPTIONS = { io: 'input', unrepresentable: 'any', override: plain } as const

function withoutHead(schema: object): JsonSchema {
  const { $schema: _schema, $id: _id, ...rest } = schema as Record<string, unknown>
  return rest
}

/** The schema of each parameter by its name; the document keeps parameters apart. */
export function parametersOf({ params, query }: ApiDefinition) {
  const listed = (where: 'path' | 'query', schema: z.ZodObject | undefined) => {
    if (schema === undefined) return []
    const { properties = {}, required = [] } = z.toJSONSchema(schema, OPTIONS)
    return Object.entries(properties).map(([name, property]) => {
      const { description, ...rest } = property as { description?: string }
      const isRequired = where === 'path' || required.includes(name)
      return { name, in: where, required: isRequired, ...(description && { description }), schema: rest as JsonSchema }
    })
  }
  return [...listed('path', params), ...listed('query', query)]
}

function nameOf(schema: z.ZodObject): string {
  const id = NAMED.get(schema)?.id
  if (id === undefined) throw new Error('a schema of the API has no name')
  return id
}

const ROWS = 'application/json'
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: refTo(nameOf(PROBLEM)) } } },
})

/** Problems that a route may answer with. */
function problemsOf(route: ApiRoute, { params, query, body }: ApiDefinition) {
  return {
    ...((query ?? body) && { 400: problem('Something in the query or the body is not known or cannot be.') }),
    401: problem('Not signed in, and no token that works.'),
    403: problem('The role does not allow it, or it lies beyond the districts of the account.'),
    ...(params && { 404: problem('There is none.') }),
    ...(route === 'POST /api/v1/findings/:id/acts' && {
      409: problem('Somebody acted meanwhile, or the act is not possible where it stands.'),
    }),
    ...(body && { 413: problem('The body is larger than 64 KB.'), 415: problem('The body is not JSON.') }),
    ...(body && 'act' in body.shape && { 422: problem('The act needs more than was given.') }),
  }
}

function operationOf(route: ApiRoute) {
  const definition = definitionOf(route)
  const { name, title, says, least, body, answer, row } = definition
  const isRead = route.startsWith('GET ')
  const schema = { $ref: refTo(nameOf(answer)) }
  return {
    operationId: name,
    summary: title.en,
    description: [says, title.zh, `At least: ${least}.`].filter(Boolean).join('\n\n'),
    tags: [sectionOf(route)],
    parameters: parametersOf(definition),
    ...(body && { requestBody: { required: true, content: { [ROWS]: { schema: { $ref: refTo(nameOf(body)) } } } } }),
    responses: {
      200: {
        description: title.en,
        ...(isRead && { headers: { ETag: { description: 'give it back as If-None-Match', schema: { type: 'string' } } } }),
        content: { [ROWS]: { schema }, ...(row && { 'text/csv': { schema: { type: 'string' } } }) },
      },
      ...(isRead && { 304: { description: 'As what If-None-Match names: nothing is sent.' } }),
      ...problemsOf(route, definition),
    },
  }
}

/** `GET /api/v1/finding-acts/undo` → findings: what the first word of the path is about. */
export function sectionOf(route: ApiRoute): string {
  const [first = ''] = route.split('/api/v1/')[1]?.split('/') ?? []
  return first.startsWith('finding-') ? 'findings' : first
}

/** The OpenAPI document, made of the definitions of the routes. */
export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of API_ROUTES) {
    const [method = '', path = ''] = route.split(' ')
    const written = path.replace(/:([a-z]+)/g, '{$1}')
    paths[written] = { ...paths[written], [method.toLowerCase()]: operationOf(route) }
  }
  const { schemas } = z.toJSONSchema(NAMED, { ...OPTIONS, uri: refTo })
  return {
    openapi: '3.1.1',
    info: {
      title: 'Gouji',
      version: '1',
      description:
        'What the review pages show and do, for programs. A token made under 我的账号 is sent as Authorization: Bearer gouji_…; it may what its role and the districts of its account allow. Fields may be added within version 1; none is taken away or changes its meaning.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    tags: [...new Set(API_ROUTES.map(sectionOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutHead(schema)])),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'gouji_session', description: 'of a browser that has signed in' },
      },
    },
  }
}
