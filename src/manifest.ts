/** The services of a release and their order. Pure. */
import { quoted, Refusal, suggestion } from './failure.ts'

export interface Manifest {
  readonly cluster: string
  /** Empty: the job's. */
  readonly region: string
  /** ARN of the role that deploys here; empty: the workflow knows. */
  readonly role: string
  readonly services: readonly Entry[]
}

/** One service of the manifest, with every default filled in. */
export interface Entry {
  /** What people call it: the key in the manifest. */
  readonly name: string
  /** Its name in ECS. */
  readonly service: string
  /** The container whose image is released. */
  readonly container: string
  /** The ECR repository's name, without the registry. */
  readonly repository: string
  readonly build: Build
  readonly needs: readonly string[]
  /** Tasks to start with when the service has never run anything. */
  readonly initialCount: number
  /** The SSM parameter that tells Terraform which image runs; undefined: nobody wants to know. */
  readonly imageParameter: string | undefined
  /** How ECS moves it to a release; undefined: as the service has it. */
  readonly strategy: Strategy | undefined
}

export type Strategy = { readonly type: 'rolling' } | Shift

/** All new tasks beside the old ones, then the traffic, at once or step by step. */
export interface Shift {
  readonly type: 'blue-green' | 'canary' | 'linear'
  /** How long old and new stand side by side after the last of the traffic has moved. */
  readonly bakeMinutes: number
  /** Percent of the traffic and minutes to wait: the canary, or each step; blue-green has none. */
  readonly step: { readonly percent: number; readonly minutes: number } | undefined
  readonly alternateTargetGroup: string
  readonly productionListenerRule: string
  readonly testListenerRule: string | undefined
  /** With which ECS moves the traffic. */
  readonly role: string
}

/** Paths are relative to the workspace. Values of `args` may hold `${version}` and `${sha}`. */
export interface Build {
  readonly context: string
  readonly dockerfile: string
  readonly target: string | undefined
  readonly args: Readonly<Record<string, string>>
}

/** The services asked for, in the manifest's order; `[]` asks for all. What they need is taken as given. */
export function select(manifest: Manifest, asked: readonly string[]): Manifest {
  const names = manifest.services.map(({ name }) => name)
  const faults = asked
    .filter(name => !names.includes(name))
    .map(name => ({
      code: 'EVK-112',
      what: `input services: ${quoted(name)} is not in the manifest${suggestion(name, names)}`,
      fix: `The manifest has: ${names.join(', ')}.`,
    }))
  if (faults.length > 0) throw new Refusal(faults)
  if (asked.length === 0) return manifest
  return { ...manifest, services: manifest.services.filter(({ name }) => asked.includes(name)) }
}

/** Services in the order of their needs: those of one wave need none of each other and roll out together. */
export function waves(services: readonly Entry[]): Entry[][] {
  const here = new Set(services.map(({ name }) => name))
  const done = new Set<string>()
  const result: Entry[][] = []
  while (done.size < here.size) {
    const wave = services.filter(
      ({ name, needs }) => !done.has(name) && needs.every(need => done.has(need) || !here.has(need)),
    )
    if (wave.length === 0) break
    for (const { name } of wave) done.add(name)
    result.push(wave)
  }
  return result
}
