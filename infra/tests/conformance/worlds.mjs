// What the rows look at: a plan, what its environment is meant to be, and files of the repository.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Plan } from './plan.mjs'

export const root = resolve(import.meta.dirname, '../../..')

/** Where infra/ is read from: the checkout, or a copy that was changed. */
const infra = process.env.EVENKEEL_INFRA ?? join(root, 'infra')
const where = path => (path.startsWith('infra/') ? join(infra, path.slice('infra/'.length)) : join(root, path))

/** What differs between the environments, as the requirements have it. */
const MEANT = {
  dev: { name: 'ecs-microservices-dev', octets: '10.2', natGateways: 1, multiAz: false, retention: 30, protected: false, exec: true, https: false, sizes: [256, 512] },
  staging: { name: 'ecs-microservices-staging', octets: '10.1', natGateways: 1, multiAz: true, retention: 30, protected: false, exec: false, https: false, sizes: [256, 512] },
  prod: { name: 'ecs-microservices', octets: '10.0', natGateways: 2, multiAz: true, retention: 90, protected: true, exec: false, https: true, sizes: [512, 1024] },
}

/** `dev`, `prod`, … and the plans with switches on: `prod-full`, `account-full`. */
export function openWorld(name, folder) {
  const read = file => new Plan(JSON.parse(readFileSync(join(folder, file), 'utf8')))
  const plan = read(`${name}.json`)
  const environment = name.split('-')[0]
  // The same plan with every id filled in: wire.mjs. Its tags and defaults are those of nobody.
  const wired = existsSync(join(folder, `${name}.wired.json`)) ? read(`${name}.wired.json`) : undefined
  return { world: name, plan, wired, ...MEANT[environment], environment, files: new Files() }
}

/** Text of files under the root; a test can change what it sees without touching them. */
class Files {
  changed = new Map()

  read(path) {
    return this.changed.get(path) ?? readFileSync(where(path), 'utf8')
  }

  has(path) {
    return this.changed.has(path) || existsSync(where(path))
  }

  change(path, from, to) {
    const text = this.read(path)
    const changed = text.replace(from, to)
    if (changed === text) throw new Error(`${path} holds no ${from}`)
    this.changed.set(path, changed)
  }
}
