/** Fargate's platform, by the operating system of a task definition. */
import type { Recipe } from './state.ts'

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html: the newest first. */
const VERSIONS = { linux: ['1.4.0', '1.3.0'], windows: ['1.0.0'] } as const
const LATEST = 'LATEST'

type Os = Pick<Recipe, 'runtimePlatform'>

export const isWindows = ({ runtimePlatform }: Os): boolean =>
  runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') === true

const versionsOf = (recipe: Os): readonly string[] => VERSIONS[isWindows(recipe) ? 'windows' : 'linux']

export const isPlatform = (version: string, recipe: Os): boolean =>
  version === LATEST || versionsOf(recipe).includes(version)

/** What LATEST means where tasks run. */
export const versionOf = (version: string, recipe: Os): string =>
  version === LATEST ? (versionsOf(recipe)[0] ?? version) : version

/** `Linux` as seen; how AWS writes a family of Windows is not known. */
export const familyOf = (recipe: Os): string =>
  isWindows(recipe) ? (recipe.runtimePlatform?.operatingSystemFamily ?? '') : 'Linux'
