/** What is odd about the tags that a version comes from, or does not come from, in words. Pure. */
import { compare, inc, parse } from 'semver'
import { quoted, sentence, suggestion } from '../failure/words.ts'
import { shortSha } from './reference.ts'
import { type Commit, passedOver, semverOf, type Version } from './version.ts'

export interface Warning {
  readonly title: string
  readonly text: string
}

/** Nothing where the input says the version. */
export function tagWarnings(commit: Commit, version: Version, asked?: string): Warning[] {
  if (asked !== undefined) return []
  return [...passedWarnings(commit, version), ...prefixWarnings(commit, version), ...orderWarnings(commit, version)]
}

function passedWarnings(commit: Commit, version: Version): Warning[] {
  const { sha, prefix = '' } = commit
  const passed = passedOver(commit).map(tag => quoted(`${prefix}${tag}`))
  if (passed.length === 0) return []
  const [title, are] =
    passed.length === 1 ? ['A tag is no version', 'is no version'] : ['Tags are no versions', 'are none']
  const what = `${passed.join(', ')} on ${shortSha(sha)} ${are}, which is MAJOR.MINOR.PATCH without leading zeros`
  const input = `${prefix === '' ? 'Set' : 'Correct'} the input \`tag-prefix\` to what stands before it`
  return [
    { title, text: `${what}, so the release is ${version.text}. ${input}, or set \`version\`, or tag it as one.` },
  ]
}

function prefixWarnings({ prefix = '', strangers = [] }: Commit, version: Version): Warning[] {
  if (strangers.length === 0) return []
  const others = strangers.flatMap(tag => /^(.*?)v?\d+\.\d/.exec(tag)?.slice(1) ?? [])
  // `wep/v` is near to `web/v`, and `web/` to it
  const begins = new Set(others.flatMap(each => (prefix.endsWith('v') ? [`${each}v`] : [each])))
  const what = `No tag up to this commit begins with ${quoted(prefix)}${suggestion(prefix, begins)}`
  const fix = `The release is ${version.text}: correct the input \`tag-prefix\`, or tag the first version.`
  return [{ title: 'No tag has the prefix', text: `${sentence(what)} ${fix}` }]
}

/** What a commit's own tag says, below what one before it said. */
function orderWarnings({ tags, nearest, prefix = '' }: Commit, version: Version): Warning[] {
  const before = semverOf(nearest?.tag ?? '')
  const own = tags.find(tag => semverOf(tag) === version.text)
  if (before === undefined || own === undefined || compare(before, version.text) <= 0) return []
  const [tag, earlier] = [`${prefix}${own}`, `${prefix}${nearest?.tag}`].map(quoted)
  const what = `${tag} is version ${version.text}, which comes before ${before}, that of the earlier tag ${earlier}`
  const why = version.text.includes('-') ? ' What follows a hyphen is a pre-release.' : ''
  return [
    { title: 'The version goes back', text: `${what}.${why} Tag this commit with a higher one, unless it is meant.` },
  ]
}

/** A service, and the versions of what it runs. */
export interface Live {
  readonly name: string
  readonly versions: readonly string[]
}

/** Services that run a higher version than they are to get. */
export const isBack = ({ versions }: Live, version: Version): boolean => higherThan(versions, version) !== undefined

/**
 * One for each version that runs. `tags`: all that git knows, by which it is told that a prefix was left out; undefined: the version
 * comes from none.
 */
export function backWarnings(
  { prefix = '' }: Pick<Commit, 'prefix'>,
  version: Version,
  live: readonly Live[],
  tags: readonly string[] | undefined,
): Warning[] {
  const running = new Map<string, string[]>()
  for (const { name, versions } of live) {
    const higher = higherThan(versions, version)
    if (higher !== undefined) running.set(higher, [...(running.get(higher) ?? []), name])
  }
  return [...running].map(([higher, names]) => {
    const run = `${names.join(', ')} ${names.length === 1 ? 'runs' : 'run'} ${higher}`
    const what = `${run}, and this release is ${version.text}, which comes before it.`
    return { title: 'The version goes back', text: `${what} ${whyBack(prefix, higher, tags)}` }
  })
}

/** No number says which of two commits comes first. */
const isNumbered = (version: string) => parse(version) !== null && !version.startsWith('0.0.0-sha-')

const higherThan = (versions: readonly string[], { text }: Version): string | undefined =>
  versions
    .filter(each => isNumbered(each) && isNumbered(text) && compare(each, text) > 0)
    .sort(compare)
    .at(-1)

function whyBack(prefix: string, version: string, tags: readonly string[] | undefined): string {
  // where nobody ever tagged there are none to fetch
  if (tags?.length === 0 && !version.startsWith('0.0.1-dev.'))
    return 'This clone has no tags. Set `fetch-depth: 0` on actions/checkout, unless it is meant.'
  const prefixes = (tags ?? []).flatMap(tag => prefixesOf(tag, version))
  const [other] = prefixes
  if (other === undefined || prefixes.some(each => each.replace(/v$/, '') === prefix.replace(/v$/, ''))) {
    return 'A commit of before is released where its job is run again; deploy the newest, unless it is meant.'
  }
  const came = `The live version came from tags ${other === '' ? 'without a prefix' : quoted(`${other}…`)}`
  const said = prefix === '' ? 'is empty' : `is ${quoted(prefix)}`
  return `${came}; the input \`tag-prefix\` ${said}. Correct it, unless it is meant.`
}

/** What stands before the version in a tag that this version, or one on the way to the next, is of. */
function prefixesOf(tag: string, version: string): string[] {
  const found = [...tag.matchAll(/(?<![\w.])v?\d|(?<=_)v?\d/g)].flatMap(({ index }) => {
    const of = semverOf(tag.slice(index))
    return of === undefined || !leadsTo(of, version) ? [] : [tag.slice(0, index)]
  })
  return found.slice(0, 1)
}

const leadsTo = (of: string, version: string): boolean =>
  version === of || version.startsWith(`${of}.dev.`) || version.startsWith(`${inc(of, 'patch')}-dev.`)
