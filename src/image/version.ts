/** Semantic versions of a release, and what a commit's tags say about them. Pure. */
import { createHash } from 'node:crypto'
import { inc, parse, rcompare } from 'semver'

/** What git knows of the commit that is being released. */
export interface Commit {
  /** 40 hex digits. */
  readonly sha: string
  /** Tags on the commit itself. */
  readonly tags: readonly string[]
  /** The highest version among the ancestors' tags and how many commits have come since; without one, all commits. Undefined where
   * no history is known. */
  readonly nearest?: { readonly tag: string; readonly distance: number }
  /** What stands before tags that are versions; here they are without it. */
  readonly prefix?: string
  /** Where no tag so far begins with the prefix: those that there are. */
  readonly strangers?: readonly string[]
  /** Stands for every tag on the commit and on those before it, whatever it is called: what `git describe` tells. */
  readonly reached?: string
  /** Set where files of the commit are changed in the work tree: what is built is not the commit, and is not named like it. */
  readonly changes?: string
}

/** Whether a version is one that nobody said: it stands for a commit or for changes, and not for a release. */
export const isMadeUp = (text: string): boolean => /[-.]dev\.\d+|^0\.0\.0-sha-/.test(text) || isChanged(text)

/** Whether it stands for a commit with changes in the work tree: its commit is not what was built. */
export const isChanged = (text: string | undefined): boolean => /\+(?:.*\.)?changed\./.test(text ?? '')

/** A short name for changes, as `git diff` writes them out. */
export const changesMark = (diff: string) => createHash('sha256').update(diff).digest('hex').slice(0, 8)

export interface Version {
  /** `1.4.2`, `1.4.3-dev.2`: without a leading `v`. */
  readonly text: string
  /** The commit carries this version as a git tag, so the plain `<version>` image tag may be given. */
  readonly released: boolean
}

/** A year, and one or two numbers after it, with zeros before them or without. */
const CALENDAR = /^(20\d\d)\.(\d{1,2})(?:\.(\d{1,5}))?$/

/**
 * The version that a tag or an input stands for; undefined if it is none. `v1.4.2` and `1.4.2` are the same, and so are
 * `2024.01.15` and `2024.1.15`: a calendar's zeros are none of a semantic version.
 */
export function semverOf(text: string): string | undefined {
  const bare = text.replace(/^v(?=\d)/, '')
  const [, ...dated] = CALENDAR.exec(bare) ?? []
  if (dated.length > 0) return dated.map(part => Number(part ?? 0)).join('.')
  const parsed = parse(bare)
  if (!parsed) return undefined
  // parse() forgives white space: what was written must be what is meant
  const { version, build } = parsed
  return bare === (build.length > 0 ? `${version}+${build.join('.')}` : version) ? bare : undefined
}

/** `, did you mean "1.4.2"?` where what is written around a version, or its zeros, make it none; else an empty text. */
export function nearVersion(text: string): string {
  const [, core = '', rest = ''] = /(?:^|\/|^V)v?(\d+(?:[.-]\d+){0,2})((?:[-+][0-9A-Za-z.+-]*)?)$/.exec(text) ?? []
  const parts = core.split(/[.-]/)
  const padded = [...parts, '0', '0'].slice(0, 3).map(part => part.replace(/^0+(?=\d)/, ''))
  const near = core === '' ? undefined : semverOf(`${padded.join('.')}${rest}`)
  return near === undefined ? '' : `, did you mean "${near}"?`
}

/** The version of a commit: the one asked for, else its highest tag, else the next patch as a pre-release. */
export function versionOf(commit: Commit, asked?: string): Version {
  const clean = cleanVersion(commit, asked)
  if (commit.changes === undefined) return clean
  return { text: `${clean.text}${clean.text.includes('+') ? '.' : '+'}changed.${commit.changes}`, released: false }
}

/**
 * The version of what is only named, where no history is known: the one asked for, else GitHub's tag, else the one that the
 * images' own tags agree on, else none that could be released.
 */
export function versionWithout(commit: Commit, imageTags: readonly string[], asked?: string): Version {
  if (asked !== undefined || versionsIn(commit.tags).length > 0) return versionOf(commit, asked)
  const [tag, ...others] = new Set(imageTags.map(each => semverOf(each.replaceAll('_', '+'))))
  if (tag !== undefined && others.length === 0) return { text: tag, released: false }
  return { text: `0.0.0-sha-${commit.sha.slice(0, 7)}`, released: false }
}

function cleanVersion(commit: Commit, asked: string | undefined): Version {
  const own = versionsIn(commit.tags)
  if (asked !== undefined) return { text: asked, released: own.includes(asked) }
  const [highest] = own
  if (highest !== undefined) return { text: highest, released: true }
  const base = commit.nearest && semverOf(commit.nearest.tag)
  if (!base) return { text: `0.0.1-dev.${commit.nearest?.distance ?? 0}`, released: false }
  // the next patch of a pre-release is its own release: 2.0.0-rc.1 → 2.0.0-dev.N would sort before it
  const next = parse(base)?.prerelease.length ? `${base}.dev` : `${inc(base, 'patch')}-dev`
  return { text: `${next}.${commit.nearest?.distance ?? 0}`, released: false }
}

/**
 * Tags on the commit that were meant as a version, and are none: `1.02.3` for its leading zero, `api/v1.2.3` for its prefix,
 * `20240116` for its dots. Nothing where another tag of the commit says the version.
 */
export function passedOver({ tags }: Pick<Commit, 'tags'>): string[] {
  if (versionsIn(tags).length > 0) return []
  return tags.filter(tag => /(^|[^0-9A-Za-z])v?(?:\d+\.\d+|20\d{6}(?!\d))/.test(tag))
}

/** The tag with the highest version. */
export const highestOf = (tags: readonly string[]): string | undefined =>
  tags
    .filter(tag => semverOf(tag) !== undefined)
    .sort((a, b) => rcompare(semverOf(a) ?? '', semverOf(b) ?? ''))
    .at(0)

function versionsIn(tags: readonly string[]): string[] {
  return tags
    .map(semverOf)
    .filter(version => version !== undefined)
    .sort(rcompare)
}
