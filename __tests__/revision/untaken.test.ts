/** Keys of a file that ECS does not know. */
import { expect, test } from '@jest/globals'
import { TASK_DEFINITION } from '../../src/edge/aws.ts'
import { type Document, documentOf, isSame, type Recorded } from '../../src/revision/document.ts'
import { unmodelled, withoutRemarks } from '../../src/revision/typed.ts'
import { droppedFrom, sentTag, without } from '../../src/revision/untaken.ts'

const FILE = {
  family: 'api',
  sandbox: 'on',
  containerDefinitions: [
    { name: 'api', image: 'a', note: { by: 'me' } },
    { name: 'side', image: 'b', healthCheck: { command: ['CMD', 'true'], grace: 3 } },
  ],
}

test('are found in their places, each once', () => {
  expect(unmodelled(TASK_DEFINITION, FILE)).toEqual([
    'containerDefinitions.healthCheck.grace',
    'containerDefinitions.note',
    'sandbox',
  ])
  expect(unmodelled(TASK_DEFINITION, { containerDefinitions: [{ dockerLabels: { any: 'x' } }] })).toEqual([])
})

test('are taken out wherever they are', () => {
  expect(
    without(FILE, ['sandbox', 'containerDefinitions.note', 'containerDefinitions.healthCheck.grace', 'x.y']),
  ).toEqual({
    family: 'api',
    containerDefinitions: [
      { name: 'api', image: 'a' },
      { name: 'side', image: 'b', healthCheck: { command: ['CMD', 'true'] } },
    ],
  })
})

test.each([
  ['what no tag can say', ['a b'], []],
  ['what no tag can say, beside another', ['a b', 'c'], [{ key: 'evenkeel:unknown', value: 'c' }]],
  ['nothing', [], []],
  ['too many', ['a'.repeat(257)], []],
  ['some', ['a.b', 'c'], [{ key: 'evenkeel:unknown', value: 'a.b c' }]],
])('a tag of %s', (_, paths, tags) => {
  expect(sentTag(paths)).toEqual(tags)
})

test('what editors and people write beside the keys is not sent; of a map all is', () => {
  const labels = { 'com.acme/team': 'shop', '//': 'x' }
  const container = { name: 'web', dockerLabels: labels, sandbox: { '//': 'kept' } }
  const file = {
    $schema: 'x',
    '//': 'y',
    '# note': 'z',
    'x.note': 'z',
    'TODO:': 'w',
    'owner =': 'me',
    family: 'web',
    'memory ': '512',
    'cpu =': '256',
    '# memory': '512',
    '//cpu': '256',
    '#family:': 'w',
    containerDefinitions: [
      { ...container, '// image': 'x', '// why': 1, portMappings: [{ '#': 'n', containerPort: 80 }] },
    ],
  }
  expect(withoutRemarks(TASK_DEFINITION, file)).toEqual({
    family: 'web',
    'memory ': '512',
    'cpu =': '256',
    containerDefinitions: [{ ...container, portMappings: [{ containerPort: 80 }] }],
  })
})

const PROVENANCE = { version: '1.0.0', commit: 'c', run: 'r' }
const template: Recorded = { definition: FILE, raw: FILE, tags: [], unmodelled: unmodelled(TASK_DEFINITION, FILE) }
const registered = documentOf(template, new Map(), PROVENANCE)
const described = (document: Document): Recorded => {
  const { tags = [], ...definition } = document
  return { definition, raw: definition as unknown as Record<string, unknown>, tags }
}

test('a note gives way to what a release is known by', () => {
  const tags = (count: number) => Array.from({ length: count }, (_, i) => ({ key: `own-${i}`, value: 'x' }))
  const keysOf = (count: number) =>
    documentOf({ ...template, tags: tags(count) }, new Map(), PROVENANCE).tags?.map(({ key }) => key) ?? []
  expect(keysOf(46)).toContain('evenkeel:unknown')
  for (const count of [47, 49, 50]) {
    expect(keysOf(count)).toHaveLength(50)
    expect(keysOf(count)).not.toContain('evenkeel:unknown')
  }
  expect(keysOf(47)).toContain('evenkeel:run')
})

test('a revision that was registered with them, and has them not, is what the file says', () => {
  const dropping = without(registered, template.unmodelled ?? [])
  expect(isSame(registered, described(dropping))).toBe(true)
  expect(droppedFrom(dropping, dropping.tags ?? [])).toEqual(template.unmodelled)
})

test.each<[string, Document]>([
  ['without the tag, a change is one', { ...without(registered, template.unmodelled ?? []), tags: [] }],
  ['with another value', { ...registered, ...{ sandbox: 'off' } } as Document],
  ['with a known key that differs', { ...without(registered, template.unmodelled ?? []), cpu: '512' }],
])('a revision %s is another', (_, live) => {
  expect(isSame(registered, described(live))).toBe(false)
})

test('a key that the model has by now is sent', () => {
  const dropping = described(without(registered, template.unmodelled ?? []))
  const known = documentOf({ ...template, unmodelled: ['containerDefinitions.note'] }, new Map(), PROVENANCE)
  expect(isSame(known, dropping)).toBe(false)
})

test('where ECS took them they count', () => {
  expect(isSame(registered, described(registered))).toBe(true)
  expect(droppedFrom(registered, registered.tags ?? [])).toEqual([])
})
