/** What a run that broke off is called: refused, as long as it had made nothing. */
import { expect, test } from '@jest/globals'
import { failureOf, Refusal } from '../../src/failure/failure.ts'
import type { PushedImage } from '../../src/image/reference.ts'
import { Journal } from '../../src/release/journal.ts'
import { reportOf } from '../../src/report/compose.ts'

const denied = (call: string) =>
  failureOf(
    Object.assign(new Error(`User: a is not authorized to perform: ${call} on resource: *`), {
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
    }),
    'look',
  )
const image = (origin: PushedImage['origin'], moves: PushedImage['moves'] = []): PushedImage => ({
  repository: { name: 'api', uri: 'host/api' },
  digest: 'sha256:a',
  tags: [],
  moves,
  origin,
})
const READ = denied('ecs:DescribeServices')
const moved = [{ tag: 'latest', from: undefined, stays: false }]

test.each<[string, Error, readonly PushedImage[] | undefined, string]>([
  ['a read that is denied, before there is an image', READ, undefined, 'refused'],
  ['with an image that was there already', READ, [image('found')], 'refused'],
  ['with one that is only named', READ, [image('named')], 'refused'],
  ['with one that was built', READ, [image('found'), image('built')], 'failed-on-old'],
  ['with one that was copied', READ, [image('copied')], 'failed-on-old'],
  ['with a tag that was moved to it', READ, [image('found', moved)], 'failed-on-old'],
  ['a refusal, with an image that was there already', new Refusal([]), [image('found')], 'refused'],
  ['a write that is denied', denied('ecr:PutImage'), [image('found')], 'failed-on-old'],
])('%s', (_, error, images, outcome) => {
  const journal = new Journal()
  if (images) journal.record({ kind: 'images', images: new Map(images.map((each, at) => [`${at}`, each])) })
  journal.record({ kind: 'failure', failure: failureOf(error, 'look') })
  const asked = { command: 'deploy', environment: '', reason: '' } as const
  const report = reportOf(journal, { asked, run: '', endpoint: undefined, cancelled: false, startedAt: 0, endedAt: 0 })
  expect(report.outcome).toBe(outcome)
})
