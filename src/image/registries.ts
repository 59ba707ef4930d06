/** The registries of a run: which one holds a repository, and docker's key to those of ECR. */
import type { Aws } from '../edge/aws.ts'
import type { Runner } from '../edge/runner.ts'
import type { Shell } from '../edge/shell.ts'
import { Failure } from '../failure/failure.ts'
import { type Access, authorise, type Login, logIn } from './login.ts'
import type { Repository } from './reference.ts'
import { ecrOf, hostOf } from './reference.ts'
import { dockerRegistry, ecrRegistry, type Registry } from './registry.ts'

export interface Registries {
  /** `shop/api` of the account's own registry, or `host/shop/api`. */
  place(text: string): Promise<Repository>
  at(repository: Repository): Promise<Registry>
  /** Whether the account's own registry may be read, where its address is not known: throws what speaks against it. */
  tryRead(text: string): Promise<void>
  /** Whether the account's own registry is at that host. */
  isOwn(host: string): Promise<boolean>
  /** docker's configuration, logged in to every registry of ECR that was asked for. */
  login(): Promise<Login>
  forget(): Promise<void>
}

function unlessDenied(error: unknown): undefined {
  if (error instanceof Failure && error.code === 'EVK-501') return undefined
  throw error
}

export function registriesOf({
  aws,
  runner,
  shell,
}: {
  readonly aws: Aws
  readonly runner: Runner
  readonly shell: Shell
}): Registries {
  const keys = new Map<string, Promise<Access>>()
  const logins: Promise<Login>[] = []
  const keyOf = (region: string) => {
    const key = keys.get(region) ?? authorise(aws.in(region), runner)
    keys.set(region, key)
    return key
  }
  const own = async () => (await keyOf(aws.region)).registry
  const hosts = new Set<string>()
  const all: Registries = {
    async place(text) {
      const host = hostOf(text)
      if (host !== undefined) {
        hosts.add(host)
        return { name: text.slice(host.length + 1), uri: text }
      }
      const registry = await own()
      hosts.add(registry)
      return { name: text, uri: `${registry}/${text}` }
    },
    isOwn: async host => {
      if (ecrOf(host) !== undefined) return host === (await own())
      // an endpoint of one's own gives the registry any address; who may not ask has none there
      return aws.endpoint !== undefined && host === (await own().catch(unlessDenied))
    },
    async at({ uri }) {
      const host = hostOf(uri) ?? ''
      const ecr = ecrOf(host)
      if (ecr === undefined) {
        const isLocal = aws.endpoint !== undefined && (await all.isOwn(host))
        return isLocal ? ecrRegistry(aws) : dockerRegistry(shell, async () => (await all.login()).env)
      }
      return ecrRegistry(aws.in(ecr.region), ecr.account)
    },
    async tryRead(text) {
      if (hostOf(text) === undefined) await ecrRegistry(aws).find({ name: text, uri: text }, ['latest'])
    },
    async login() {
      const [known] = logins
      if (known !== undefined) return await known
      const accesses = await Promise.all(
        [...hosts].map(async host => {
          const region = ecrOf(host)?.region ?? ((await all.isOwn(host)) ? aws.region : undefined)
          return region === undefined ? [] : [{ ...(await keyOf(region)), registry: host }]
        }),
      )
      const login = logIn(shell, runner, accesses.flat())
      logins.push(login)
      return await login
    },
    async forget() {
      for (const login of logins) await login.then(({ forget }) => forget()).catch(() => {})
    },
  }
  return all
}
