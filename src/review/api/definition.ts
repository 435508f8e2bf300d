import type { z } from 'zod'
import type { Role } from '../../model/role.ts'
import type { Scope } from '../permissions.ts'

export type Titled = { readonly zh: string; readonly en: string }

/**
 * One route of the HTTP API: who may, what it takes and what it answers. Its row in the table of permissions, the checks on what is sent,
 * and its part of the OpenAPI document follow from it.
 */
export type ApiDefinition = {
  /** `operationId` of the document: what generated clients call it. */
  readonly name: string
  readonly title: Titled
  /** What a reader would not guess. */
  readonly says?: string
  readonly least: Role
  readonly scope: Scope
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  readonly answer: z.ZodObject
  /** Of a list that can be had as CSV: one of its items, whose fields are the columns. */
  readonly row?: z.ZodObject
}

type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : Readonly<Record<never, never>>
type Part<Definition, Name extends string> = Definition extends { readonly [N in Name]: infer Schema } ? Schema : undefined

/** What a handler is given of a request: checked, and nothing else. */
export type Given<Definition> = {
  readonly params: OutputOf<Part<Definition, 'params'>>
  readonly query: OutputOf<Part<Definition, 'query'>>
  readonly body: OutputOf<Part<Definition, 'body'>>
}

export type AnswerOf<Definition extends ApiDefinition> = z.input<Definition['answer']>
