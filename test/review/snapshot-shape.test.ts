import { expect, test } from 'vitest'
import { snapshotShape } from '../../src/review/snapshot-shape.ts'

test.each([
  ['text/html; charset=gbk', 'html'],
  ['application/xhtml+xml', 'html'],
  ['text/plain', 'text'],
  ['application/json', 'text'],
  ['application/pdf', 'pages'],
  ['application/xml', 'office'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'office'],
  ['image/png', 'pages'],
  ['image/jpeg', 'pages'],
  ['image/tiff', 'office'],
])('%s is shown as %s', (mediaType, shape) => expect(snapshotShape(mediaType)).toBe(shape))
