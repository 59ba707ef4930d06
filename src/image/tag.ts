/** What is odd about the tags that a version comes from, or does not come from, in words. Pure. */
import { compare } from 'semver'
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
