import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Failure } from '../../src/failure/failure.ts'
import type { Choice } from '../../src/revision/choice.ts'
import { chooseReleases, passedOver } from '../../src/revision/choose.ts'
import type { Recorded } from '../../src/revision/document.ts'
import { arrivals, type History, type Release, type Success } from '../../src/revision/history.ts'
import { runs } from '../hostile.ts'

interface Given {
  /** `2` is the revision `<name>:2`. */
  readonly revision: number
  /** When the service came to it first, and last. */
  readonly first?: number
  readonly at: number
  readonly version?: string
  readonly commit?: string
  readonly held?: boolean | undefined
  /** Of another repository, and without a version. */
  readonly foreign?: boolean
  /** Versions that it was released as later. */
  readonly also?: readonly string[]
  readonly status?: 'ACTIVE' | 'INACTIVE'
}

const arnOf = (name: string, revision: number) =>
  `arn:aws:ecs:eu-west-1:123456789012:task-definition/${name}:${revision}`
const commitOf = (version: string) => Buffer.from(version.padEnd(20, '.')).toString('hex')

function release(
  name: string,
  { revision, at, first = at, version, commit, held = true, foreign, also, status = 'ACTIVE' }: Given,
): Release {
  const arn = arnOf(name, revision)
  const sha = commit ?? (version === undefined ? undefined : commitOf(version))
  return {
    revision: {
      arn,
      name: `${name}:${revision}`,
      containers: [{ name, essential: true, image: '', digest: `sha256:${revision}`, checked: false, log: undefined }],
      container: name,
      released: [name],
      image: `shop/${name}@sha256:${revision}`,
      digest: `sha256:${revision}`,
      version,
    },
    recorded: { definition: { taskDefinitionArn: arn, status }, tags: [] } satisfies Recorded,
    provenance: { ...(version === undefined ? {} : { version }), ...(sha === undefined ? {} : { commit: sha }) },
    first,
    at,
    imageHeld: held,
    ...(foreign ? { isForeign: true } : {}),
    ...(also === undefined ? {} : { also }),
  }
}

/** `live` names a revision, which need not be among the successful ones. */
function history(name: string, live: number, ...given: Given[]): History {
  const releases = given.map(each => release(name, each)).sort((a, b) => b.at - a.at)
  const stands = releases.find(({ revision }) => revision.arn === arnOf(name, live))?.revision
  const failed = release(name, { revision: live, at: 0, version: 'failed' }).revision
  return { name, live: stands ?? failed, releases }
}

/** `app:2` for one that goes there, `stay` for one that stays. */
const summary = (choices: ReadonlyMap<string, Choice>) =>
  Object.fromEntries(
    [...choices].map(([name, choice]) => [name, choice.kind === 'go' ? choice.release.revision.name : 'stay']),
  )
const choose = (histories: History[], target: Parameters<typeof chooseReleases>[1]) =>
  summary(chooseReleases(histories, target))
const lastGood = { kind: 'last-good' } as const
const version = (text: string) => ({ kind: 'version', version: text }) as const
const tag = (text: string) => ({ kind: 'tag', tag: text }) as const
const revision = (number: number, family?: string) => ({ kind: 'revision', family, revision: number }) as const

/** Of which both were part, so that their versions are of one line. */
const v0 = { revision: 8, at: 10, version: '0.8.0' }
const v1 = { revision: 1, at: 100, version: '1.0.0' }
const v2 = { revision: 2, at: 200, version: '1.1.0' }
const v3 = { revision: 3, at: 300, version: '1.2.0' }

describe('the last good release', () => {
  test.each([
    ['the one before', [history('app', 2, v1, v2)], { app: 'app:1' }],
    [
      'no placeholder: a service that had nothing else before stays',
      [history('app', 2, v1, v2), history('web', 2, { revision: 1, at: 50, foreign: true }, v2)],
      { app: 'app:1', web: 'stay' },
    ],
    [
      'past a placeholder that stood between',
      [history('app', 2, { ...v0, revision: 3 }, { revision: 1, at: 100, foreign: true }, v2)],
      { app: 'app:3' },
    ],
    ['by time, not by number', [history('app', 1, { ...v1, at: 900 }, v2, v3)], { app: 'app:3' }],
    [
      'after a release that failed and was rolled back, it is the one before what runs',
      [history('app', 2, v1, v2)],
      { app: 'app:1' },
    ],
    [
      'after a release that failed and still stands, it is the newest good one',
      [history('app', 3, v1, v2)],
      { app: 'app:2' },
    ],
    [
      'after a rollback, it is one release further back, never what was rolled back from',
      [history('app', 2, v1, { ...v2, first: 200, at: 500 }, v3)],
      { app: 'app:1' },
    ],
    [
      'after a release that followed a rollback, it is what that release replaced',
      [history('app', 4, v1, { ...v2, first: 200, at: 500 }, v3, { revision: 4, at: 600, version: '1.2.1' })],
      { app: 'app:2' },
    ],
    [
      'after it was rolled forward again, it is the one before',
      [history('app', 3, v1, { ...v2, first: 200, at: 500 }, { ...v3, first: 300, at: 600 })],
      { app: 'app:2' },
    ],
    [
      'new tasks of a service that had no part in the newest release lead nobody further back',
      [history('a', 3, v1, v2, v3), history('b', 2, { ...v1, at: 110 }, { ...v2, at: 210 })],
      { a: 'a:2', b: 'stay' },
    ],
    [
      'a service that did not take part in either release stays',
      [history('redis', 1, v1), history('app', 2, v1, v2)],
      { redis: 'stay', app: 'app:1' },
    ],
    [
      'a service that was left out of the newest release stays on the one before it',
      [history('app', 3, v1, v2, v3), history('nginx', 2, v1, { ...v2, at: 210 })],
      { app: 'app:2', nginx: 'stay' },
    ],
    [
      'all services go back by one version, whichever ended last',
      [history('app', 2, v1, v2), history('nginx', 2, { ...v1, at: 110 }, { ...v2, at: 210 })],
      { app: 'app:1', nginx: 'nginx:1' },
    ],
    [
      'when one service failed in the middle, it goes back and those after it stay',
      [history('app', 3, v1, v2), history('nginx', 2, { ...v1, at: 110 }, { ...v2, at: 210 })],
      { app: 'app:2', nginx: 'stay' },
    ],
    [
      'services that change in turns go back one change at a time',
      [history('flask', 3, v1, v3), history('nginx', 2, v1, v2), history('redis', 1, v1)],
      { flask: 'flask:1', nginx: 'stay', redis: 'stay' },
    ],
    [
      'after a rollback of one service the whole system goes one release further back',
      [
        history('flask', 1, { ...v1, first: 100, at: 500 }, v2),
        history('nginx', 1, { revision: 9, at: 50, version: '0.9.0' }, v1),
      ],
      { flask: 'stay', nginx: 'nginx:9' },
    ],
    [
      'a rollback that an earlier run began is gone on with',
      [{ ...history('app', 2, v1, v2, v3), moving: true }],
      { app: 'stay' },
    ],
    [
      'and by those that it had not reached yet',
      [{ ...history('app', 2, v1, v2, v3), moving: true }, history('nginx', 3, v1, v2, v3)],
      { app: 'stay', nginx: 'nginx:2' },
    ],
    [
      'a deploy that is under way is none',
      [{ ...history('app', 3, v1, { ...v2, first: 200, at: 500 }, v3), moving: true }],
      { app: 'app:2' },
    ],
    [
      'when one service failed in the middle, those before it go back',
      [history('redis', 3, v1, v3), history('flask', 2, v1, v2), history('nginx', 2, v1, { ...v2, at: 210 })],
      { redis: 'redis:1', flask: 'stay', nginx: 'stay' },
    ],
    [
      'a release that another service lost the image of is passed over',
      [history('app', 3, v1, v2, v3), history('nginx', 3, v1, { ...v2, held: false }, v3)],
      { app: 'app:1', nginx: 'nginx:1' },
    ],
    [
      'a version that leads nowhere is passed over',
      [history('app', 1, { ...v1, at: 500 }, v2), history('nginx', 5, { revision: 5, at: 300, version: '1.0.5' })],
      { app: 'app:2', nginx: 'stay' },
    ],
    [
      'a version released again with another shape is the same release',
      [history('app', 3, v1, v2, { ...v3, version: '1.1.0' })],
      { app: 'app:1' },
    ],
    [
      'the only version, released again: to its shape before',
      [history('app', 2, v1, { ...v2, version: '1.0.0' })],
      { app: 'app:1' },
    ],
    [
      'the one before has no image any more, so it is the one before that',
      [history('app', 3, v1, { ...v2, held: false }, v3)],
      { app: 'app:1' },
    ],
    [
      'an image that cannot be asked for may be there',
      [history('app', 2, { ...v1, held: undefined }, v2)],
      { app: 'app:1' },
    ],
    [
      'one that was deregistered can be revived',
      [history('app', 2, { ...v1, status: 'INACTIVE' }, v2)],
      { app: 'app:1' },
    ],
    [
      'one without a version, as Terraform made it',
      [history('app', 2, { revision: 1, at: 100 }, v2)],
      { app: 'app:1' },
    ],
    [
      'without versions it is the service that changed last, whatever was before',
      [
        history('app', 2, { revision: 1, at: 390 }, { revision: 2, at: 400 }),
        history('nginx', 2, { revision: 1, at: 1 }, { revision: 2, at: 395 }),
      ],
      { app: 'app:1', nginx: 'stay' },
    ],
    [
      'also when another service went further back before',
      [
        history('nginx', 2, { revision: 1, at: 398 }, { revision: 2, at: 399 }),
        history('app', 2, { revision: 1, at: 1 }, { revision: 2, at: 400 }),
      ],
      { app: 'app:1', nginx: 'stay' },
    ],
    [
      'what carries no version is what ran before the release, too',
      [history('app', 2, { revision: 1, at: 100 }, v2), history('nginx', 2, v1, { ...v2, at: 150 })],
      { app: 'app:1', nginx: 'nginx:1' },
    ],
    [
      'parts with versions of their own: the part that changed last',
      [
        history('web', 3, v1, v2, { ...v3, at: 900 }),
        history('api', 2, { revision: 1, at: 400, version: '5.0.0' }, { revision: 2, at: 500, version: '5.1.0' }),
      ],
      { web: 'web:2', api: 'stay' },
    ],
    [
      'parts whose versions are alike are told apart by their commits',
      [
        history('web', 3, v1, v2, { revision: 3, at: 300, version: '2.0.0' }),
        history('api', 2, { ...v1, at: 400, commit: 'a'.repeat(40) }, { ...v2, at: 500, commit: 'b'.repeat(40) }),
      ],
      { web: 'stay', api: 'api:1' },
    ],
    [
      'one that went back alone, by name, takes nobody with it',
      [
        history('api', 1, { ...v1, first: 100, at: 500 }, v2),
        history('web', 3, v1, { ...v3, revision: 2 }, { revision: 3, at: 600, version: '1.3.0' }),
      ],
      { api: 'stay', web: 'web:2' },
    ],
    [
      'a return that ended before it reached all is gone on with',
      [
        history('app', 2, v1, { ...v2, first: 200, at: 500 }, v3),
        history('nginx', 3, v1, v2, v3),
        history('redis', 1, v1),
      ],
      { app: 'stay', nginx: 'nginx:2', redis: 'stay' },
    ],
    [
      'and leads past what was gone past',
      [
        { ...history('app', 1, v1, v2, v3), moving: true },
        history('nginx', 3, v1, v2, v3),
        history('redis', 2, v1, v2),
      ],
      { app: 'stay', nginx: 'nginx:1', redis: 'redis:1' },
    ],
    [
      'two that are on their way back are watched both',
      [
        { ...history('app', 2, v1, v2, v3), moving: true },
        { ...history('nginx', 2, v1, v2, v3), moving: true },
      ],
      { app: 'stay', nginx: 'stay' },
    ],
    [
      'a version that somebody wrote by hand',
      [history('app', 2, { revision: 1, at: 100, version: 'blue' }, v2)],
      { app: 'app:1' },
    ],
    [
      'a version written by hand does not touch services of other versions',
      [history('app', 2, { revision: 1, at: 100, version: 'blue' }, v2), history('nginx', 1, v1)],
      { app: 'app:1', nginx: 'stay' },
    ],
  ] as [string, History[], object][])('%s', (_, histories, expected) => {
    expect(choose(histories, lastGood)).toEqual(expected)
  })

  test('a service that stands where the others go is part of it: its tasks have to show that all is well', () => {
    const choices = chooseReleases([history('redis', 1, v1), history('app', 2, v1, v2)], lastGood)
    expect(choices.get('redis')).toMatchObject({
      reason: 'already on 1.0.0',
      arrived: { revision: { name: 'redis:1' } },
    })
  })

  test.each<[string, History[], string[]]>([
    [
      'of one service',
      [history('app', 3, v1, { ...v2, held: false }, v3), history('nginx', 3, v1, v2, v3)],
      ['app: 1.1.0 is passed over'],
    ],
    [
      'of two',
      [history('app', 3, v1, { ...v2, held: false }, v3), history('nginx', 3, v1, { ...v2, held: false }, v3)],
      ['app: 1.1.0 is passed over', 'nginx: 1.1.0 is passed over'],
    ],
    ['of none', [history('app', 3, v1, v2, v3)], []],
    ['of one that is further back than it goes', [history('app', 3, { ...v1, held: false }, v2, v3)], []],
  ])('what is passed over for its lost image is told: %s', (_, histories, told) => {
    const passed = passedOver(chooseReleases(histories, lastGood))
    expect(passed.map(({ title }) => title)).toEqual(told)
    for (const { message } of passed)
      expect(message).toMatch(/^The image of \w+:2 \(.+\) is no longer in ECR, so that .* further back, to 1\.0\.0\./)
  })

  const gone = (version: typeof v1, more: object = {}) => ({ ...version, held: false, ...more })
  const placeholder = { revision: 7, at: 5 }
  test.each([
    [
      'a release of which one image is lost is lost to all, whichever service it came to first',
      [history('app', 3, v1, gone(v2, { at: 210 }), v3), history('nginx', 3, v1, { ...v2, at: 200 }, v3)],
      { app: 'app:1', nginx: 'nginx:1' },
    ],
    [
      'and last',
      [history('app', 3, v1, gone(v2), v3), history('nginx', 3, v1, { ...v2, at: 210 }, v3)],
      { app: 'app:1', nginx: 'nginx:1' },
    ],
    [
      'what never had a task is as old as its deployment',
      [{ ...history('worker', 9, v1), began: 150 }, history('web', 3, v1, v2, v3)],
      { worker: 'stay', web: 'web:2' },
    ],
    [
      'new tasks of what was gone back to long ago are no rollback',
      [
        { ...history('api', 2, v1, { ...v2, first: 200, at: 400 }, v3), moving: true },
        history('web', 5, v1, { revision: 4, at: 500, version: '1.3.0' }, { revision: 5, at: 600, version: '1.4.0' }),
      ],
      { api: 'stay', web: 'web:4' },
    ],
    [
      'what ECS takes back already is left to it, and those that the failed release had reached go back',
      [
        { ...history('api', 2, v1, v2), moving: true, fled: { version: '1.2.0', commit: commitOf('1.2.0') } },
        history('web', 3, v1, v2, v3),
      ],
      { api: 'stay', web: 'web:2' },
    ],
    [
      'a failed release of another part has another commit',
      [
        {
          ...history('web', 9, placeholder, v1),
          live: release('web', { revision: 9, at: 0, version: '2.0.0' }).revision,
          provenance: { version: '2.0.0', commit: 'f'.repeat(40) },
        },
        history('api', 3, v1, { ...v3, version: '2.0.0' }),
      ],
      { web: 'web:1', api: 'stay' },
    ],
    [
      'one that only ever ran this release, in two shapes, stays where others go back',
      [history('app', 2, v1, v2), history('new', 12, { ...v2, revision: 11, at: 190 }, { ...v2, revision: 12 })],
      { app: 'app:1', new: 'stay' },
    ],
  ] as [string, History[], object][])('%s', (_, histories, expected) => {
    expect(choose(histories, lastGood)).toEqual(expected)
  })

  test.each([
    [
      'its first, and no other stands on it',
      [history('app', 2, v1, v2), history('new', 3, v3)],
      '1.2.0 is the newest release and the first of new.',
    ],
    [
      'an older one that was deployed again',
      [history('app', 1, { ...v1, at: 300, first: 100 }, v2)],
      '1.1.0 was left for 1.0.0, and nothing of app ran before that: name the release that is meant in `to`.',
    ],
    [
      'one that a service has no image to go back from',
      [history('app', 2, gone(v1), v2), history('nginx', 2, v1, { ...v2, at: 210 })],
      'There is no earlier successful release of app, nginx whose image is still in ECR.',
    ],
  ] as [string, History[], string][])('the newest release is %s: refused', (_, histories, message) => {
    expect(() => chooseReleases(histories, lastGood)).toThrow(message)
  })

  test('after a rollback and a failed release it is a release that was successful, never the failed one', () => {
    const afterBoth = [
      history('flask', 1, { ...v1, at: 700 }, v2),
      history('nginx', 1, { ...v1, at: 710 }, { ...v2, at: 210 }),
    ]
    expect(choose(afterBoth, lastGood)).toEqual({ flask: 'flask:2', nginx: 'nginx:2' })
  })

  test.each([
    ['only one release', [history('app', 1, v1)]],
    ['none', [history('app', 1)]],
    ['no image of an earlier one', [history('app', 2, { ...v1, held: false }, v2)]],
    ['no service', []],
  ])('there is none: %s', (_, histories) => {
    expect(() => chooseReleases(histories, lastGood)).toThrow(/no earlier successful release/)
  })
})

describe('a version', () => {
  test.each([
    [
      'the services that were part of it',
      [history('app', 3, v1, v2, v3), history('nginx', 3, v1, v2, v3)],
      '1.0.0',
      { app: 'app:1', nginx: 'nginx:1' },
    ],
    [
      'a service that was not goes to the newest before it',
      [history('app', 3, v1, v2, v3), history('redis', 3, v1, v3)],
      '1.1.0',
      { app: 'app:2', redis: 'redis:1' },
    ],
    [
      'a service that stands before it stays',
      [history('app', 3, v1, v2, v3), history('redis', 1, v1)],
      '1.1.0',
      { app: 'app:2', redis: 'stay' },
    ],
    [
      'a service that is younger than it stays',
      [history('app', 3, v1, v3), history('new', 3, v3)],
      '1.0.0',
      { app: 'app:1', new: 'stay' },
    ],
    [
      'a service already there stays',
      [history('app', 1, v1, v2), history('nginx', 2, v1, v2)],
      '1.0.0',
      { app: 'stay', nginx: 'nginx:1' },
    ],
    [
      'a service of versions of its own stays',
      [
        history('web', 2, v1, v2),
        history('api', 2, { revision: 1, at: 50, version: '0.9.0' }, { revision: 2, at: 60, version: '5.0.0' }),
      ],
      '1.0.0',
      { web: 'web:1', api: 'stay' },
    ],
    [
      'what a service was taken back from does not stand in for it',
      [history('web', 3, v1, v2, v3), history('api', 1, { ...v1, first: 100, at: 500 }, v2)],
      '1.2.0',
      { web: 'stay', api: 'stay' },
    ],
    [
      'a release that it was given unchanged makes its line the same',
      [history('web', 2, v1, v2), history('api', 2, { ...v1, version: '0.9.0', also: ['1.0.0'] }, v2)],
      '1.0.0',
      { web: 'web:1', api: 'api:1' },
    ],
    ['forward is a way, too', [history('app', 1, v1, v2, v3)], '1.2.0', { app: 'app:3' }],
    [
      'deployed twice, it is the newer revision',
      [
        history(
          'app',
          3,
          { ...v1, at: 100 },
          { ...v3, version: '1.0.0', revision: 2 },
          { revision: 3, at: 400, version: '2.0.0' },
        ),
      ],
      '1.0.0',
      { app: 'app:2' },
    ],
    [
      'the newest before it by version, not by time',
      [
        history('app', 2, v0, v1, v2),
        history(
          'redis',
          4,
          v0,
          { revision: 3, at: 300, version: '0.9.0' },
          { revision: 2, at: 200, version: '0.10.0' },
          { revision: 4, at: 400, version: '1.2.0' },
        ),
      ],
      '1.0.0',
      { app: 'app:1', redis: 'redis:2' },
    ],
    [
      'a candidate comes before its release',
      [
        history('app', 2, v1, v2),
        history('redis', 2, { revision: 1, at: 50, version: '1.0.0-rc.1' }, { revision: 2, at: 200, version: '1.1.0' }),
      ],
      '1.0.0',
      { app: 'app:1', redis: 'redis:1' },
    ],
    [
      'of equal versions with other builds, it is the newer',
      [
        history('app', 2, v0, v1, v2),
        history(
          'redis',
          3,
          v0,
          { revision: 1, at: 60, version: '0.9.0+b' },
          { revision: 2, at: 50, version: '0.9.0+a' },
          { revision: 3, at: 70, version: '2.0.0' },
        ),
      ],
      '1.0.0',
      { app: 'app:1', redis: 'redis:1' },
    ],
    [
      'another build of it stands in for it',
      [history('app', 2, v1, v2), history('redis', 2, { ...v1, version: '1.0.0+b' }, v2)],
      '1.0.0',
      { app: 'app:1', redis: 'redis:1' },
    ],
    [
      'what carries no version is not before it',
      [history('app', 2, v1, v2), history('redis', 2, { revision: 1, at: 50 }, v2)],
      '1.0.0',
      { app: 'app:1', redis: 'stay' },
    ],
    [
      'what carries no valid version is not before it',
      [history('app', 2, v1, v2), history('redis', 2, { revision: 1, at: 50, version: 'blue' }, v2)],
      '1.0.0',
      { app: 'app:1', redis: 'stay' },
    ],
    [
      'build metadata is part of it',
      [history('app', 3, { ...v1, version: '1.0.0+a' }, { ...v2, version: '1.0.0+b' }, v3)],
      '1.0.0+a',
      { app: 'app:1' },
    ],
  ] as [string, History[], string, object][])('%s', (_, histories, text, expected) => {
    expect(choose(histories, version(text))).toEqual(expected)
  })

  test('a service that stands there says so', () => {
    const choices = chooseReleases(
      [history('app', 1, v1), history('redis', 2, { ...v2, version: '2.0.0' })],
      version('1.0.0'),
    )
    expect(choices.get('app')).toMatchObject({
      kind: 'stay',
      reason: 'already on 1.0.0',
      arrived: { revision: { name: 'app:1' } },
    })
    expect(choices.get('redis')).toEqual({ kind: 'stay', reason: 'was not part of 1.0.0' })
  })

  test('that failed is none', () => {
    expect(() => chooseReleases([history('app', 2, v1, v2)], version('1.2.0'))).toThrow(
      'No service was ever deployed successfully as 1.2.0.',
    )
  })

  test.each([
    ['of the version itself', [history('app', 2, { ...v1, held: false }, v2)]],
    [
      'of what stands in for it',
      [history('app', 2, v1, v2), history('redis', 2, { ...v1, version: '0.9.0', held: false }, v2)],
    ],
  ])('whose image is gone cannot be gone back to: %s', (_, histories) => {
    expect(() => chooseReleases(histories, version('1.0.0'))).toThrow(
      /:1 \(shop\/\w+@sha256:1\) is no longer in ECR\.$/,
    )
  })
})

describe('a tag, a commit or a revision', () => {
  const sha = `3f9c2d1${'a'.repeat(33)}`
  const tagged = [
    history('app', 2, { ...v1, commit: sha }, v2),
    history('nginx', 2, { ...v1, commit: sha }, v2),
    history('redis', 2, v2),
  ]
  const both = { app: 'app:1', nginx: 'nginx:1', redis: 'stay' }
  const families = [history('app', 2, v1, v2), history('nginx', 12, { ...v1, revision: 11 }, { ...v2, revision: 12 })]

  test.each([
    ['a version with its commit', tagged, tag('1.0.0-3f9c2d1'), both],
    ['a commit’s tag', tagged, tag(`sha-${sha}`), both],
    ['a commit', tagged, tag(sha), both],
    ['a short commit', tagged, tag('3f9c2d1'), both],
    [
      'build metadata in a tag',
      [history('app', 2, { ...v1, version: '1.0.0+b', commit: sha }, v2)],
      tag('1.0.0_b-3f9c2d1'),
      { app: 'app:1' },
    ],
    ['a revision of a family', families, revision(1, 'app'), { app: 'app:1', nginx: 'stay' }],
    ['a revision of any family', families, revision(11), { app: 'stay', nginx: 'nginx:11' }],
    [
      'a number that is of one release',
      [history('app', 2, v1, v2), history('nginx', 2, { ...v1, at: 110 }, v2)],
      revision(1),
      { app: 'app:1', nginx: 'nginx:1' },
    ],
    ['a number is not the end of another', families, revision(1), { app: 'app:1', nginx: 'stay' }],
    ['the live one', families, revision(2, 'app'), { app: 'stay', nginx: 'stay' }],
  ] as [string, History[], Parameters<typeof chooseReleases>[1], object][])('%s', (_, histories, target, expected) => {
    expect(choose(histories, target)).toEqual(expected)
  })

  test.each([
    ['another commit of the same version', tagged, tag('1.0.0-0000000')],
    ['a commit with another version', tagged, tag('1.1.0-3f9c2d1')],
    ['six digits of a commit', tagged, tag('3f9c2d')],
    ['a name', tagged, tag('latest')],
    ['a commit, where none is known', [history('app', 2, { revision: 1, at: 1 }, v2)], tag(sha)],
    ['a revision that failed', families, revision(3, 'app')],
    ['a revision of another family', families, revision(1, 'web')],
    ['half a family’s name', families, revision(1, 'pp')],
    ['nought', families, revision(0)],
  ] as [string, History[], Parameters<typeof chooseReleases>[1]][])('is unknown: %s', (_, histories, target) => {
    expect(() => chooseReleases(histories, target)).toThrow(/No service was ever deployed successfully as/)
  })

  test.each([
    ['of several releases', { ...v1, version: '0.9.0' }, '0.9.0'],
    ['of several, one of them without a version', { revision: 1, at: 90 }, 'no version'],
  ])('a number that is %s names none of them', (_, other, called) => {
    const histories = [history('app', 2, v1, v2), history('nginx', 2, other, v2)]
    expect(() => chooseReleases(histories, revision(1))).toThrow(
      `1 is the number of revisions that are not of one release: app:1 (1.0.0), nginx:1 (${called}).`,
    )
    expect(choose(histories, revision(1, 'app'))).toEqual({ app: 'app:1', nginx: 'stay' })
    expect(choose(histories.slice(0, 1), revision(1))).toEqual({ app: 'app:1' })
  })

  test('an ARN of another account or region is no revision of these services', () => {
    const at = (home: string) => ({ ...revision(1, 'app'), home })
    expect(choose(families, at('arn:aws:ecs:eu-west-1:123456789012'))).toEqual({ app: 'app:1', nginx: 'stay' })
    for (const home of ['arn:aws:ecs:eu-west-1:999999999999', 'arn:aws:ecs:us-east-1:123456789012'])
      expect(() => chooseReleases(families, at(home))).toThrow(
        /^the revision app:1 is of account \d+ in \S+, and the ser/,
      )
  })

  test('whose image is gone cannot be gone back to', () => {
    expect(() => chooseReleases([history('app', 2, { ...v1, held: false }, v2)], revision(1))).toThrow(
      /no longer in ECR/,
    )
  })
})

describe('a version that only a tag of git knows', () => {
  const sha = commitOf('1.0.0')
  const [app, nginx] = [history('app', 3, v1, v2, v3), history('nginx', 2, v0, v2)]
  const byTag = (text: string, commit: string | undefined) => ({ ...version(text), commit })

  test('means the releases of its commit; others go to the newest that is not newer', () =>
    expect(choose([app, nginx], byTag('1.0.5', sha))).toEqual({ app: 'app:1', nginx: 'nginx:8' }))
  test('leaves behind what was deployed after that commit, though its version sorts below the name', () => {
    const c = { revision: 2, at: 200, version: '1.0.1-dev.1', commit: 'c'.repeat(40) }
    const d = (revision: number) => ({ revision, at: 300, version: '1.0.1-dev.2', commit: 'd'.repeat(40) })
    const all = [history('api', 3, v1, c, d(3)), history('web', 3, { ...v1, revision: 1 }, d(3))]
    expect(choose(all, byTag('1.0.1', 'c'.repeat(40)))).toEqual({ api: 'api:2', web: 'web:1' })
  })
  test('does not mean what was built of changed files', () => {
    const changed = { revision: 5, at: 150, version: '1.0.1-dev.1+changed.deadbeef', commit: sha }
    const only = history('app', 3, changed, v1, v3)
    expect(choose([only], byTag('1.0.5', sha))).toEqual({ app: 'app:1' })
    expect(choose([only], { kind: 'tag', tag: `sha-${sha}` })).toEqual({ app: 'app:1' })
    expect(choose([only], { kind: 'tag', tag: sha.slice(0, 12) })).toEqual({ app: 'app:1' })
    expect(() => chooseReleases([history('app', 3, changed, v3)], { kind: 'tag', tag: sha })).toThrow(/ever deployed/)
  })
  test('is nothing against what was deployed under that name', () =>
    expect(choose([app, nginx], byTag('1.1.0', sha))).toEqual({ app: 'app:2', nginx: 'stay' }))
  test.each([undefined, 'f'.repeat(40)])('is unknown where nothing was released of its commit: %s', commit =>
    expect(() => chooseReleases([app, nginx], byTag('1.0.5', commit))).toThrow(/ever deployed successfully as 1\.0\.5/),
  )
})

test('digits alone are a commit, and no version is near them', () => {
  const tag = { kind: 'tag', tag: '1234567' } as const
  expect(() => chooseReleases([history('app', 3, v1, v3)], tag)).toThrow(/as 1234567\.$/)
})
test('a version that is near is asked about once', () => {
  const tag = { kind: 'tag', tag: 'v1.02.3' } as const
  expect(() => chooseReleases([history('app', 3, v1, v3)], tag)).toThrow(/as v1\.02\.3, did you mean "1\.2\.3"\?$/)
})

describe('the letter when there is nowhere to go', () => {
  const letter = (histories: History[]) => {
    try {
      chooseReleases(histories, version('9.9.9'))
    } catch (error) {
      if (error instanceof Failure) return error
    }
    throw new Error('it went somewhere')
  }

  test('lists what can be gone back to, newest first, without what runs or is gone', () => {
    const histories = [history('app', 3, v1, { ...v2, held: false }, v3), history('redis', 9, { revision: 8, at: 50 })]
    expect(letter(histories)).toMatchObject({ code: 'EVK-330', title: 'Nowhere to roll back to' })
    expect(letter(histories).advice.split('\n')).toEqual([
      'Releases to go back to:',
      'app: 1.0.0 (312e302), app:1, 1970-01-01T00:00:00.100Z',
      'redis: no version, redis:8, 1970-01-01T00:00:00.050Z',
    ])
  })

  test('lists ten at most of each service', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ revision: i + 1, at: i, version: `1.0.${i}` }))
    expect(letter([history('app', 30, ...many)]).advice.split('\n')).toHaveLength(11)
  })

  test('says when there is none', () => {
    expect(letter([history('app', 1, v1)]).advice).toBe('No earlier release is known.')
  })
})

test('whatever happened, a rollback leads to a held release that was successful and does not run, or says why not', () => {
  const given = fc.uniqueArray(
    fc.record({
      revision: fc.integer({ min: 1, max: 6 }),
      at: fc.integer({ min: 1, max: 1000 }),
      version: fc.option(fc.constantFrom('1.0.0', '1.1.0', '2.0.0-rc.1', '2.0.0', 'blue'), { nil: undefined }),
      held: fc.constantFrom(true, true, false, undefined),
    }),
    { selector: ({ revision }) => revision, maxLength: 6 },
  )
  const one = (name: string) =>
    fc
      .tuple(fc.integer({ min: 1, max: 6 }), given)
      .map(([live, releases]) => history(name, live, ...(releases as Given[])))
  const target = fc.oneof(
    fc.constant(lastGood),
    fc.constantFrom('1.0.0', '1.1.0', '2.0.0', '3.0.0').map(version),
    fc.integer({ min: 1, max: 6 }).map(number => revision(number)),
  )
  let went = 0
  fc.assert(
    fc.property(fc.tuple(one('app'), one('nginx'), one('redis')), target, (histories, to) => {
      let choices: ReadonlyMap<string, Choice>
      try {
        choices = chooseReleases(histories, to)
      } catch (error) {
        expect(error).toBeInstanceOf(Failure)
        return
      }
      expect([...choices.keys()]).toEqual(histories.map(({ name }) => name))
      for (const each of histories) {
        const choice = choices.get(each.name)
        if (choice?.kind !== 'go') continue
        went++
        expect(each.releases).toContain(choice.release)
        expect(choice.release.imageHeld).not.toBe(false)
        expect(choice.release.revision.arn).not.toBe(each.live.arn)
      }
    }),
    { numRuns: runs(500) },
  )
  expect(went).toBeGreaterThan(100)
})

describe('a version that a revision was released as later, unchanged', () => {
  const dev = { revision: 1, at: 100, version: '1.4.3-dev.1', also: ['1.5.0', '1.5.1'] }
  const later = { revision: 2, at: 200, version: '1.6.0' }

  test.each<[string, History[], string, object]>([
    ['is that revision', [history('app', 2, dev, later)], '1.5.0', { app: 'app:1' }],
    ['any of several', [history('app', 2, dev, later)], '1.5.1', { app: 'app:1' }],
    ['where it runs, it stays', [history('app', 1, dev, later)], '1.5.0', { app: 'stay' }],
    [
      'one that was registered as it comes first',
      [history('app', 3, dev, { revision: 2, at: 50, version: '1.5.0' }, v3)],
      '1.5.0',
      { app: 'app:2' },
    ],
    [
      'a service that was not part of it goes to what is not newer',
      [history('app', 2, dev, later), history('web', 2, v1, later)],
      '1.5.0',
      { app: 'app:1', web: 'web:1' },
    ],
  ])('%s', (_, histories, text, choices) => {
    expect(choose(histories, version(text))).toEqual(choices)
  })
})

describe('when a service came to a revision', () => {
  test.each([
    ['once each', ['b 30', 'a 10'], { b: '30 30', a: '10 10' }],
    ['and got new tasks since', ['b 50', 'b 40', 'b 30', 'a 10'], { b: '30 30', a: '10 10' }],
    ['had got new tasks before', ['b 50', 'a 40', 'a 30', 'a 10'], { b: '50 50', a: '10 10' }],
    ['and went back to it', ['a 50', 'b 40', 'a 30', 'a 10'], { a: '10 50 30', b: '40 40' }],
    ['went back to it, and got new tasks', ['a 60', 'a 50', 'b 40', 'b 35', 'a 30'], { a: '30 50 30', b: '35 35' }],
    ['went back to it twice', ['a 90', 'b 80', 'a 60', 'a 50', 'b 40', 'a 30'], { a: '30 90 60', b: '40 80 40' }],
    ['never', [], {}],
  ])('%s', (_, said, expected) => {
    const of = (times: string) => {
      const [first, at, earlier] = times.split(' ').map(Number)
      return { first, at, ...(earlier === undefined ? {} : { earlier }) }
    }
    const wanted = Object.fromEntries(Object.entries(expected).map(([name, times]) => [name, of(times)]))
    const successes = said
      .map(each => each.split(' '))
      .map(([taskDefinition = '', at]) => ({ taskDefinition, at: Number(at) }))
    expect(Object.fromEntries(arrivals(successes))).toEqual(wanted)
  })
})

describe('any system of services, released in any order', () => {
  const NAMES = ['a', 'b', 'c'] as const
  type Name = (typeof NAMES)[number]
  /** Of services of one version line, or of two; each release in a commit of its own. */
  const happening = fc.oneof(
    fc.record({ kind: fc.constant('release' as const), of: fc.subarray([...NAMES], { minLength: 1 }) }),
    fc.record({ kind: fc.constant('restart' as const), of: fc.constantFrom(...NAMES) }),
    // one that is cut off has moved its first service alone
    fc.record({ kind: fc.constant('rollback' as const), cutOff: fc.boolean() }),
  )

  function play(happenings: readonly (typeof happening extends fc.Arbitrary<infer One> ? One : never)[]) {
    let time = 0
    const successes = new Map(NAMES.map(name => [name, [] as Success[]]))
    const known = new Map<Name, Release[]>(NAMES.map(name => [name, []]))
    const live = new Map<Name, Release>()
    /** What each service was taken back from and was not released to since. */
    const fled = new Map(NAMES.map(name => [name, new Set<string>()]))
    const stood: (Map<Name, Release> | undefined)[] = []
    const come = (name: Name, release: Release) => {
      time += 10
      successes.get(name)?.unshift({ taskDefinition: release.revision.arn, at: time })
      live.set(name, release)
    }
    const histories = (): History[] =>
      NAMES.filter(name => live.has(name)).map(name => {
        const times = arrivals(successes.get(name) ?? [])
        const releases = (known.get(name) ?? []).map(each => ({ ...each, ...times.get(each.revision.arn) }))
        const stands = live.get(name)?.revision ?? fail(name)
        return { name, live: stands, releases: releases.sort((one, other) => other.at - one.at) }
      })
    let number = 0
    let unfinished = false
    let certain = true
    for (const each of happenings) {
      if (each.kind === 'restart') {
        const now = live.get(each.of)
        if (now) come(each.of, now)
        continue
      }
      if (each.kind === 'release') {
        number += 1
        // whether it comes on top of a rollback that was cut off, or in its place, nobody can say
        certain &&= !unfinished
        stood.push(new Map(live))
        for (const name of each.of) {
          const one = release(name, { revision: number, at: 0, version: `1.${number}.0` })
          known.get(name)?.push(one)
          come(name, one)
        }
        continue
      }
      const before = stood.pop()
      const was = new Map(live)
      const choices = attempt(() => chooseReleases(histories(), lastGood))
      const ways = [...(choices ?? [])].filter(([, choice]) => choice.kind === 'go')
      const isCut = each.cutOff && ways.length > 1
      for (const [name, choice] of isCut ? ways.slice(0, 1) : ways) {
        if (choice.kind !== 'go') continue
        const from = was.get(name as Name)?.revision.arn ?? ''
        expect(fled.get(name as Name)?.has(choice.release.revision.arn)).toBe(false)
        fled.get(name as Name)?.add(from)
        come(name as Name, choice.release)
      }
      unfinished = isCut
      if (isCut) {
        stood.push(before)
        continue
      }
      // what was there before the newest release, unless a service had nothing before it
      if (before && certain && [...live.keys()].every(name => before.has(name)))
        expect([...live].map(([name, { revision }]) => [name, revision.name])).toEqual(
          [...live].map(([name]) => [name, before.get(name)?.revision.name]),
        )
      else stood.length = 0
    }
  }
  const fail = (name: string): never => {
    throw new Error(`${name} stands on nothing`)
  }
  const attempt = <Value>(work: () => Value): Value | undefined => {
    try {
      return work()
    } catch (error) {
      if (error instanceof Failure) return undefined
      throw error
    }
  }

  test('a rollback restores what stood before the newest release, and the next one what stood before that', () => {
    fc.assert(fc.property(fc.array(happening, { minLength: 3, maxLength: 14 }), play), { numRuns: runs(300) })
  })
})

describe('a version that the registry holds images of', () => {
  const named = (of: History, meant: number, attempt?: 'failed' | 'at zero'): History => ({
    ...of,
    meant: new Set([`sha256:${meant}`]),
    attempt,
  })
  const api = named(history('api', 3, v1, v2, v3), 2)
  const both = (worker: History) => [api, worker]
  // of another digest than what `api` runs
  const worker = (...given: Given[]) => history('worker', 23, ...given)
  const old = { revision: 21, at: 110, version: '1.0.0' }
  const now = { revision: 23, at: 310, version: '1.2.0' }

  test.each<[string, History, Record<string, string>]>([
    ['was to run no task of it', named(worker(), 22, 'at zero'), { api: 'api:2', worker: 'stay' }],
    ['was never moved to it', named(worker(old, now), 22), { api: 'api:2', worker: 'worker:21' }],
    ['came later, into the repository of another', named(worker(now), 2), { api: 'api:2', worker: 'stay' }],
  ])('a service that %s is no reason against it', (_, other, found) => {
    expect(choose(both(other), version('1.1.0'))).toEqual(found)
  })

  test.each<[string, History]>([
    ['was to run no task of it', named(worker(), 22, 'at zero')],
    ['came later, into the repository of another', named(worker(now), 2)],
  ])('nor where only the registry calls it so: one that %s', (_, other) => {
    const since = named(history('api', 3, v1, { ...v2, version: '1.0.1-dev.3' }, v3), 2)
    expect(choose([since, other], version('1.1.0'))).toMatchObject({ api: 'api:2' })
  })

  test('one that was made, and that no service was moved to', () => {
    const since = named(history('api', 3, v1, { ...v2, version: '1.0.1-dev.3' }, v3), 2)
    expect(() => choose([since, named(worker(old, now), 22)], version('1.1.0'))).toThrow(
      'No service was ever deployed successfully as 1.1.0.',
    )
  })

  test('one that failed in a service is refused, and not told as one to go back to', () => {
    const failed = named(worker(old, now), 22, 'failed')
    try {
      choose(both(failed), version('1.1.0'))
    } catch (error) {
      expect(error).toMatchObject({
        code: 'EVK-330',
        message: '1.1.0 was begun in worker and has not run well there: such a release is none to go back to.',
      })
      expect((error as Failure).advice.match(/\w+: \d\S+/g)).toEqual(['api: 1.0.0', 'worker: 1.0.0'])
    }
    expect.assertions(2)
  })
})

describe('a name that came after the deploy: previews after it are newer, though they sort below it', () => {
  const api = (also?: string[]) =>
    history(
      'api',
      2,
      { revision: 1, at: 100, version: '1.4.3-dev.3', ...(also && { also }) },
      { revision: 2, at: 300, version: '1.4.3-dev.9' },
    )
  const web = (between: string) =>
    history(
      'web',
      12,
      { revision: 10, at: 80, version: '1.4.3-dev.2' },
      { revision: 11, at: 120, version: between },
      { revision: 12, at: 310, version: '1.4.3-dev.9' },
    )
  const inGit = { ...version('1.5.0'), commit: commitOf('1.4.3-dev.3') }

  test.each<[string, History, ReturnType<typeof version>, string]>([
    ['by git', api(), inGit, '1.4.3-dev.4'],
    ['by the revision', api(['1.5.0']), version('1.5.0'), '1.4.3-dev.4'],
    ['by the registry', { ...api(), meant: new Set(['sha256:1']) }, version('1.5.0'), '1.4.3-dev.4'],
  ])('%s', (_, named, to, between) => {
    expect(choose([named, web(between)], to)).toEqual({ api: 'api:1', web: 'web:10' })
  })

  test('what another service was deployed as under the name tells more than where it was unchanged', () => {
    const deployed = history(
      'redis',
      33,
      { revision: 32, at: 200, version: '1.5.0' },
      { revision: 33, at: 400, version: '1.6.0' },
    )
    const old = history(
      'db',
      43,
      { revision: 41, at: 90, version: '1.4.3-dev.3' },
      { revision: 42, at: 150, version: '1.4.3-dev.8' },
      { revision: 43, at: 410, version: '1.6.0' },
    )
    expect(choose([api(['1.5.0']), deployed, old], version('1.5.0'))).toEqual({
      api: 'api:1',
      redis: 'redis:32',
      db: 'db:42',
    })
  })

  test('versions of releases are compared with the name itself', () => {
    const unchanged = history(
      'api',
      2,
      { revision: 1, at: 100, version: '1.3.0', also: ['1.5.0'] },
      { revision: 2, at: 300, version: '1.6.0' },
    )
    const hotfix = history(
      'web',
      3,
      { revision: 1, at: 110, version: '1.3.0' },
      { revision: 2, at: 200, version: '1.4.0' },
      { revision: 3, at: 310, version: '1.6.0' },
    )
    expect(choose([unchanged, hotfix], version('1.5.0'))).toEqual({ api: 'api:1', web: 'web:2' })
  })
})
