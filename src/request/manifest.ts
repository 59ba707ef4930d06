/** The services of a release, and where they run. Pure. */
import { type Fault, Refusal } from '../failure/failure.ts'
import { quoted, suggestion } from '../failure/words.ts'
import type { Build, BuiltHere, ImageEntry } from '../image/source.ts'
import type { Entry } from './service.ts'

export interface Manifest {
  /** Empty: each service has one of its own. */
  readonly cluster: string
  /** Empty: the job's. */
  readonly region: string
  /** ARN of the role that deploys here; empty: the workflow knows. */
  readonly role: string
  readonly services: readonly Entry[]
  /** Where some services were asked for: all of the manifest. */
  readonly all?: readonly Entry[]
  /** Services of the manifest's other environments, which may share a family with those of this one. */
  readonly elsewhere?: readonly Elsewhere[]
  /** Names of services that the environment is without. */
  readonly absent?: readonly string[]
  /** Images that are listed and that no service of any environment is made of. */
  readonly spare?: readonly string[]
}

export interface Elsewhere {
  /** As the manifest has it; empty: the job's. */
  readonly region: string
  readonly cluster: string
  readonly service: string
}

export const placesOf = ({
  region,
  cluster,
  services,
}: Pick<Manifest, 'region' | 'cluster' | 'services'>): Elsewhere[] =>
  services.map(each => ({ region, cluster: each.cluster ?? cluster, service: each.service }))

/** All that its services are in, each once. */
export const clustersOf = ({ cluster, services }: Pick<Manifest, 'cluster' | 'services'>): string[] => [
  ...new Set(services.map(each => each.cluster ?? cluster)),
]

/** What it is in, in a word: its cluster, or those of its services. */
export const clusterNameOf = (manifest: Pick<Manifest, 'cluster' | 'services'>): string =>
  manifest.cluster || clustersOf(manifest).join(', ')

/** The images of services, each once: no two that are said in different places have one name. */
export const imagesOf = (services: readonly Pick<Entry, 'images'>[]): ImageEntry[] => [
  ...new Map(services.flatMap(({ images }) => [...images.values()]).map(image => [image.at, image])).values(),
]

export const builtIn = (services: readonly Pick<Entry, 'images'>[]): BuiltHere[] =>
  imagesOf(services).flatMap(image => (image.kind === 'build' ? [image] : []))

/** With other builds, by where the manifest says them. */
export function withBuilds(manifest: Manifest, builds: ReadonlyMap<string, Build>): Manifest {
  const replaced = (image: ImageEntry): ImageEntry =>
    image.kind === 'build' ? { ...image, build: builds.get(image.at) ?? image.build } : image
  const read = (entry: Entry): Entry => ({
    ...entry,
    images: new Map([...entry.images].map(([container, image]) => [container, replaced(image)])),
  })
  const { services, all } = manifest
  return { ...manifest, services: services.map(read), ...(all && { all: all.map(read) }) }
}

/** Those asked for, by an input of that name, that are not there. */
export function unknownFaults(
  names: readonly string[],
  asked: readonly string[],
  input = 'services',
  absent: readonly string[] = [],
): Fault[] {
  const missing = asked.filter(name => absent.includes(name))
  const without = missing.map((name): Fault => {
    const fix = 'Take it out here, or `absent` of it in the manifest.'
    return { code: 'EVK-112', what: `input ${input}: ${quoted(name)} is absent in this environment`, fix }
  })
  const unknown = asked
    .filter(name => !absent.includes(name))
    .filter(name => !names.includes(name))
    .map(
      (name): Fault => ({
        code: 'EVK-112',
        what: `input ${input}: ${quoted(name)} is not in the manifest${suggestion(name, names)}`,
        fix: `The manifest has: ${names.join(', ')}.${/[;|+&]/.test(name) ? ' Names are separated by commas or white space.' : ''}`,
      }),
    )
  return [...without, ...unknown]
}

/** The services asked for, in the manifest's order; `[]` asks for all. What they need is taken as given. */
export function select(manifest: Manifest, asked: readonly string[]): Manifest {
  const names = manifest.services.map(({ name }) => name)
  const faults = unknownFaults(names, asked, 'services', manifest.absent)
  if (faults.length > 0) throw new Refusal(faults)
  if (asked.length === 0) return manifest
  return {
    ...manifest,
    services: manifest.services.filter(({ name }) => asked.includes(name)),
    all: manifest.services,
  }
}
