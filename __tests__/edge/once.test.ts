/** A write whose answer was lost stays in doubt, whatever a later attempt is refused for. */
import { expect, test } from '@jest/globals'
import { once } from '../../src/edge/once.ts'

const limits = {
  clock: { now: () => 0, sleep: async () => {} },
  deadline: 1e9,
  signal: new AbortController().signal,
}
const lost = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
const said = (name: string, status: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status }, $fault: 'client' })

const throwing = (...errors: Error[]) => {
  const all = [...errors]
  return async () => {
    const next = all.shift()
    if (next) throw next
    return 'written'
  }
}

test.each([
  ['denied', said('AccessDeniedException', 400)],
  ['expired', said('ExpiredTokenException', 400)],
  ['refused', said('ClientException', 400)],
  ['throttled', said('ThrottlingException', 400)],
])('the second is %s: the first stays in doubt, and is asked about once more', async (_, second) => {
  let asked = 0
  const first = lost()
  const none = async () => {
    asked++
    return undefined
  }
  await expect(once(limits, throwing(first, second), none)).rejects.toBe(first)
  expect(asked).toBe(2)
  const late = async () => (++asked > 3 ? 'found' : undefined)
  expect(await once(limits, throwing(lost(), second), late)).toBe('found')
})

test('what is refused at once is refused', async () => {
  const refused = said('ClientException', 400)
  await expect(once(limits, throwing(refused), async () => 'never')).rejects.toBe(refused)
})

test('what was lost and is not there is written again', async () => {
  expect(await once(limits, throwing(lost()), async () => undefined)).toBe('written')
})
