/** What docker says of a reference: it is there, it is not there, or nobody knows. */
import { expect, test } from '@jest/globals'
import type { Shell } from '../../src/edge/shell.ts'
import { copy, dockerRegistry } from '../../src/image/registry.ts'

const repository = { name: 'acme/api', uri: 'ghcr.io/acme/api' }
const saying = (stderr: string) => {
  const shell = { capture: async () => ({ exitCode: 1, stdout: '', stderr }) } as Pick<Shell, 'capture'>
  return dockerRegistry(shell, async () => ({})).find(repository, ['1'])
}

test.each([
  'ERROR: ghcr.io/acme/api:1: not found',
  'time="…" level=warning msg="x"\nERROR: ghcr.io/acme/api:1: not found\n',
  'ERROR: unexpected status from HEAD request: MANIFEST_UNKNOWN',
  'ERROR: name unknown: repository name not known to registry',
])('not there: %s', async stderr => {
  expect((await saying(stderr)).size).toBe(0)
})

test('a docker without buildx is told as such, and not the registry', async () => {
  const said = "unknown flag: --format\nSee 'docker --help'.\n\nUsage:  docker [OPTIONS] COMMAND\n"
  await expect(saying(said)).rejects.toMatchObject({ code: 'EVK-303', title: 'docker has no buildx on this runner' })
  const shell = { capture: async () => ({ exitCode: 125, stdout: '', stderr: said.replace('format', 'prefer-index') }) }
  await expect(copy(shell as Pick<Shell, 'capture'>, {}, 'a:1', 'b:1')).rejects.toMatchObject({ code: 'EVK-303' })
})

test.each([
  'error getting credentials - err: exec: "docker-credential-ecr-login": executable file not found in $PATH',
  'ERROR: pull access denied, repository does not exist or may require authorization: authorization failed',
  'ERROR: failed to do request: dial tcp: lookup ghcr.io: host not found',
  'ERROR: context "remote": context not found: open meta.json: no such file',
  'ERROR: unexpected status from HEAD request to https://ghcr.io/v2/acme/api/manifests/1: 503 Service Unavailable',
])('not known: %s', async stderr => {
  await expect(saying(stderr)).rejects.toMatchObject({ code: 'EVK-314' })
})
