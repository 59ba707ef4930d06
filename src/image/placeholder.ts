/** What somebody wrote for a placeholder, and none of ours is. Pure. */

/** Ours are `${version}`, `${sha}` and `${env.NAME}`; other `${…}` may be of a shell or a program. */
const BRACED = /\$\{([^}]*?)(\}|(?=\$\{)|$)/g
const OURS = /^(?:version|sha|env\.\w+)$/

/** Expressions of workflows, and functions of ecspresso's templates; `{{.Name}}` is one of docker's own. */
const TEMPLATE = /\$?\{\{-?\s*([A-Za-z_]\w*)?/g
const NAMES = 'must_env|tfstatef?|ssm_list|cfn_output|cfn_export|secretsmanager_arn|json_escape'
const FUNCTION = new RegExp(`^(?:${NAMES})$`)
/** Also functions of what fills templates in a container (consul-template, gomplate): theirs, but where they are all of a text. */
const SHARED = /^\s*\{\{-?\s*(?:env|ssm)\b[^{}]*\}\}\s*$/

/** A text that holds a template of ecspresso. */
export const TEMPLATED = new RegExp(String.raw`\{\{-?\s*(?:${NAMES})(?!\w)|${SHARED.source}`)

export interface Mistaken {
  /** As it is written, less what stands behind its name. */
  readonly written: string
  readonly fix: string
}

/** Those of other tools, which nobody fills here. */
export function templatesIn(text: string): Mistaken[] {
  return [...text.matchAll(TEMPLATE)].flatMap(([start, name = '']) => {
    const isOfWorkflow = start.startsWith('$')
    const written = `${isOfWorkflow ? '$' : ''}{{ ${name} … }}`.replace('  ', ' ')
    return isOfWorkflow || FUNCTION.test(name) || SHARED.test(text) ? [{ written, fix: NOT_FILLED }] : []
  })
}

/** Those, and those that are meant for ours. */
export function mistakenIn(text: string): Mistaken[] {
  const near = [...text.matchAll(BRACED)].flatMap(({ 0: written, 1: inner = '', 2: end, index }) => {
    if (written.startsWith('${{')) return []
    if (end === '}') {
      if (OURS.test(inner) || !isNear(inner)) return []
      const [name = ''] = /^[\s\w.]*/.exec(inner) ?? []
      return [{ written: name === inner ? written : `\${${name}…}`, fix: KNOWN }]
    }
    const [name = ''] = /^\s*[\w.]*/.exec(inner) ?? []
    // what another begins in is a shell's own, but for a bare name
    const isLast = index + written.length === text.length
    return isNear(isLast ? name : inner) ? [{ written: `\${${name.trim()}…`, fix: OPEN }] : []
  })
  return [...templatesIn(text), ...near]
}

const OF_THE_JOB = `\`\${env.NAME}\``
const ALL = `\`\${version}\`, \`\${sha}\` and ${OF_THE_JOB}`
const KNOWN = `Filled are ${ALL}, without white space or a second value. A variable of a shell is written without braces.`
const OPEN = `Its } is missing: filled are ${ALL}.`
const NOT_FILLED = `Only ${ALL} are filled here: give the value to the step as a variable, and write ${OF_THE_JOB}.`

function isNear(inner: string): boolean {
  const [, name = '', dot] = /^\s*(\w*)\s*(\.)?/.exec(inner) ?? []
  if (dot !== undefined) return name.toLowerCase() === 'env' || isMixed(name, 'env')
  const isWhole = inner.trim() === name
  if (!isWhole) return false
  if (name === 'version' || name === 'sha') return true
  return ['version', 'sha'].some(each => isMixed(name, each)) || isOneOff(name, 'version')
}

/** The same letters in another order, the first in its place. */
const isMixed = (name: string, other: string) =>
  name !== other && name[0] === other[0] && [...name].sort().join('') === [...other].sort().join('')

/** One letter is missing. */
const isOneOff = (name: string, other: string) =>
  name.length === other.length - 1 && [...other].some((_, i) => other.slice(0, i) + other.slice(i + 1) === name)
