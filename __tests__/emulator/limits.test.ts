import { ListClustersCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { afterEach, expect, test } from '@jest/globals'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
afterEach(() => stage.close())

const register = () =>
  stage.ecs.send(
    new RegisterTaskDefinitionCommand({ family: 'f', containerDefinitions: [{ name: 'a', image: 'a', memory: 8 }] }),
  )

test('20 registrations at once, then one a second', async () => {
  stage = await openStage()
  await stage.post('limits', { enforced: true })
  for (let i = 0; i < 20; i++) await register()
  await expect(register()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' })
  stage.pass(1)
  await register()
  await expect(register()).rejects.toMatchObject({ name: 'ThrottlingException' })
  await expect(stage.ecs.send(new ListClustersCommand({}))).resolves.toBeDefined()
})

test('a test can act between two calls', async () => {
  stage = await openStage()
  const seen: string[] = []
  stage.emulator.onCall(({ operation }) => {
    seen.push(operation)
    if (operation === 'ListClusters') stage.emulator.world.clusters = {}
  })
  await expect(stage.ecs.send(new ListClustersCommand({}))).resolves.toMatchObject({ clusterArns: [] })
  expect(seen).toEqual(['ListClusters'])
})
