/** AWS's clock and the caller's: the Date of every answer, and signatures that are too old or not yet current. */
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, expect, test } from '@jest/globals'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const MINUTE = 60_000
const dateOf = async (): Promise<number> => Date.parse((await fetch(stage.emulator.url)).headers.get('date') ?? '')

test('every answer has the Date of the emulator’s clock', async () => {
  stage = await openStage()
  stage.pass(3600)
  expect(await dateOf()).toBe(stage.emulator.engine.now())
  await stage.post('clock', { skewMs: 10 * MINUTE })
  expect(await dateOf()).toBe(stage.emulator.engine.now() + 10 * MINUTE)
  expect(await stage.get('clock')).toMatchObject({ skewMs: 10 * MINUTE })
  await stage.post('reset', {})
  expect(await dateOf()).toBe(stage.emulator.engine.now())
})

test.each([
  [10 * MINUTE, /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/],
  [-10 * MINUTE, /^Signature not yet current: .* is still later than .* \+ 5 min\.\)$/],
])('a caller whose clock is off by %d ms is refused once, and corrects itself', async (skewMs, words) => {
  stage = await openStage({ clock: 'real' })
  await stage.post('clock', { skewMs })
  const list = (client: ECSClient) => client.send(new ListClustersCommand({}))
  const stubborn = new ECSClient(stage.settings)
  await expect(list(stubborn)).rejects.toMatchObject({
    name: 'InvalidSignatureException',
    message: expect.stringMatching(words),
    $metadata: { httpStatusCode: 400, clockSkewCorrected: true },
  })
  await expect(list(stubborn)).resolves.toBeDefined()
  const patient = new ECSClient({ ...stage.settings, maxAttempts: 2 })
  expect((await list(patient)).$metadata.attempts).toBe(2)
  for (const client of [stubborn, patient]) client.destroy()
})

test('the Query protocol has a code of its own, and a few minutes are forgiven', async () => {
  stage = await openStage({ clock: 'real' })
  await stage.post('clock', { skewMs: 10 * MINUTE })
  const ask = async () => {
    const sts = new STSClient(stage.settings)
    await sts.send(new GetCallerIdentityCommand({})).finally(() => sts.destroy())
  }
  await expect(ask()).rejects.toMatchObject({ name: 'SignatureDoesNotMatch', $metadata: { httpStatusCode: 403 } })
  await stage.post('clock', { skewMs: 4 * MINUTE })
  await ask()
  await stage.post('clock', { skewMs: null })
  await expect(stage.post('clock', { skewMs: 'soon' })).rejects.toThrow('skewMs')
})

test('nobody waits for a thousand years', async () => {
  stage = await openStage()
  const millennium = 1000 * 365 * 24 * 60 * MINUTE
  await expect(stage.post('clock', { advanceMs: millennium })).rejects.toThrow('ten years')
  await expect(stage.post('clock', { perRequestMs: millennium })).rejects.toThrow('ten years')
  await expect(stage.post('clock', { untilMs: Date.now() + millennium })).rejects.toThrow('ten years')
})
