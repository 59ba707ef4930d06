/** A log line, an event or a message may have a megabyte, of whatever: no text may take more than its length's worth of time. */

import { describe, expect, test } from '@jest/globals'
import { concealer, maskable } from '../../src/edge/mask.ts'
import { harmless } from '../../src/edge/runner.ts'
import { kindOf } from '../../src/failure/aws.ts'
import { Failure, failureOf, Refusal } from '../../src/failure/failure.ts'
import { lackOf } from '../../src/failure/permission.ts'
import { legible, quoted, sentence, suggestion } from '../../src/failure/words.ts'
import { secretsOfFile } from '../../src/image/secret-file.ts'
import { code, fence, table, told } from '../../src/report/markdown.ts'
import { variablesIn } from '../../src/revision/exposed.ts'
import { secretsIn } from '../../src/revision/known-secret.ts'
import { isTelling } from '../../src/revision/telling.ts'
import { causeOf, lostTask } from '../../src/rollout/cause.ts'
import { news } from '../../src/rollout/progress.ts'
import { complete, NEW, rollout, snapshot } from '../rollout/scene.ts'

const MIB = 1024 * 1024
/** A function that is linear takes four times as long for four times as much; a quadratic one sixteen times. */
const SIZES = [MIB / 64, MIB / 16, MIB / 4, MIB]
const MOST = 8
/** Below this, ms of this process's own, compiling and collecting decide. */
const FLOOR = 500

const UNITS = [
  '\n',
  '\r\n',
  ' ',
  ' \n',
  ':',
  '::',
  '`',
  '`x',
  '[',
  '##[',
  '\u001b[',
  '\u001b[0;',
  '(',
  'a',
  'A.',
  '/',
  '9',
  '.',
  '"',
  'a=',
  'a="',
  "a='",
  'a: ',
  'a:b@',
  '@',
  '\\"',
]
const STEMS = [
  ':log-group:',
  ':task/a/',
  ':service-deployment/a/b/',
  ':task-definition/a:1',
  'on resource: ',
  'on resource:',
  'not authorized to perform: a:',
  '(service ',
  'secret-',
  '***',
]

const error = (name: string, message: string) => Object.assign(new Error(message), { name })
const DENIED = 'not authorized to perform: ecs:UpdateService on resource: '
const denied = (message: string) => error('AccessDeniedException', message)

const TEXTS: Record<string, (text: string) => unknown> = {
  harmless,
  'words of others in the summary': told,
  'a code span': code,
  'a block': fence,
  'a table': text => table(['a'], [[{ found: text }]]),
  'what may be a secret': text => secretsIn([{ name: 'A', value: text }]),
  'what may be a secret, in a document': text => secretsIn([{ name: 'A', value: `{"a":${JSON.stringify(text)}}` }]),
  'what may be a secret, under a name that tells': text => secretsIn([{ name: 'SECRETS', value: text }]),
  'a name': isTelling,
  'an argument': text => secretsIn(variablesIn([{ containerDefinitions: [{ command: ['sh', '-c', text] }] }])),
  'what AWS keeps, in a list': text =>
    concealer([])(
      JSON.stringify(Array(Math.ceil(text.length / 64)).fill('arn:aws:ssm:eu-west-1:123456789012:parameter/a')),
    ),
  'statements that do not end': text => concealer([])('"Resource":['.repeat(Math.ceil(text.length / 12))),
  'a quoted argument': text =>
    secretsIn(variablesIn([{ containerDefinitions: [{ command: ['curl', `-u "${text}`] }] }])),
  'what may be a secret, quoted': text => secretsIn([{ name: 'A', value: `a="${text}` }]),
  'what names a secret': concealer(['correct-horse-1']),
  'an event that is news': text =>
    news(rollout, undefined, snapshot(0, { service: { ...complete, events: [{ id: 'e', message: text }] } })),
  maskable,
  'what is concealed': concealer(['secret-value', '\n\n\n\n', '    a', '::::', 'aaaaaaaaaaaaaa', 'a b a b a b a ']),
  'thousands that begin alike': concealer(
    Array.from({ length: 600 }, (_, i) => `${UNITS[i % UNITS.length]}`.repeat(4 + (i % 97)) + i),
  ),
  'what a secret file has': text => secretsOfFile(text.slice(0, MIB / 16)),
  legible: text => legible(text, 900),
  quoted,
  sentence,
  suggestion: text => suggestion(text, ['prod', 'staging']),
  'a refusal': text => new Refusal([{ code: 'EVK-100', what: text, fix: text }]),
  'a letter': text => failureOf(error('SomeException', text), 'try'),
  'a letter of denial': text => failureOf(denied(text), 'try') instanceof Failure,
  'a missing permission': text => lackOf(denied(DENIED + text)),
  'a missing permission with an end': text => lackOf(denied(`${DENIED}${text} because no policy allows it`)),
  'the kind of an error, by its message': text =>
    kindOf({ name: 'X', message: text, $fault: 'client', $metadata: { httpStatusCode: 400 } }),
  'the kind of an error, by its name': text =>
    kindOf({ name: `A${text}!`, message: '', $fault: 'client', $metadata: { httpStatusCode: 400 } }),
  'a cause': text =>
    causeOf(
      [
        lostTask(
          NEW,
          {
            taskArn: `arn/${text}`,
            stopCode: 'EssentialContainerExited',
            stoppedReason: text,
            containers: [{ name: text, reason: text }],
          },
          [text],
        ),
      ],
      [text],
    ),
}

describe.each(Object.entries(TEXTS))('%s', (_, read) => {
  test.each([...UNITS, ...STEMS].map(unit => [JSON.stringify(unit), unit]))('of %s', (_, unit) => {
    const timeOf = (length: number) => {
      const text = unit.repeat(Math.ceil(length / unit.length))
      const began = process.cpuUsage()
      read(text)
      const { user, system } = process.cpuUsage(began)
      return (user + system) / 1000
    }
    const [least = 0, ...more] = SIZES
    let before = best(() => timeOf(least))
    for (const size of more) {
      // what is quadratic shows before it takes minutes, and so does what is linear and slow
      if (before > FLOOR) break
      const limit = Math.max(FLOOR, MOST * before)
      const first = best(() => timeOf(size))
      // the threads of the process that collect its garbage count as well: what is quadratic is as slow again
      const time = first < limit ? first : best(() => timeOf(size))
      expect(time).toBeLessThan(limit)
      before = time
    }
  })
})

/** The least of three. */
function best(measure: () => number): number {
  const first = measure()
  return first < FLOOR ? first : Math.min(first, measure(), measure())
}
