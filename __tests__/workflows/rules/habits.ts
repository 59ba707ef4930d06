/** What others look for in a repository before they trust it. */
import { ourWorkflow, type Rule } from '../workflow.ts'

const OWNED = ['*', '/.github/', '/action.yml', '/dist/', '/infra/', '/package-lock.json']

export const habits: Rule = ({ read }) => {
  const policy = read('SECURITY.md')
  const owners = new Map(
    read('.github/CODEOWNERS')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'))
      .map(line => [line.split(/\s+/)[0] ?? '', line.split(/\s+/).length - 1]),
  )
  return [
    ...[/https:\/\/\S+/, /vuln/i, /disclos/i, /days/i]
      .filter(word => !word.test(policy))
      .map(word => `SECURITY.md: ${word}`),
    ...(read('LICENSE').includes('Apache License') ? [] : ['LICENSE']),
    ...OWNED.filter(path => !owners.get(path)).map(path => `CODEOWNERS: nobody owns ${path}`),
  ]
}

/** What a page shows is no program. */
const PICTURE = /^docs\/[\w-]+\.png$/
const BINARY = /\.(exe|dll|so|dylib|a|o|jar|class|wasm|node|pyc|whl|egg|bin|zip|gz|tgz)$/i

export const scorecard: Rule = view => {
  const { read, repository } = view
  const { on, text } = ourWorkflow(view, 'codeql.yml')
  const evidence: Readonly<Record<string, boolean>> = {
    'SAST of the code and of the workflows': /language: \[.*javascript-typescript.*actions/.test(text),
    'SAST of every commit': 'pull_request' in on && on.push?.branches?.join() === 'main' && 'schedule' in on,
    'Fuzzing by fast-check': read('package.json').includes('"fast-check"'),
    'Dependency review': ourWorkflow(view, 'dependency-review.yml').text.includes('actions/dependency-review-action@'),
    'SBOM and Signed-Releases': /sbom-path[\s\S]*publish\.sh/.test(ourWorkflow(view, 'release.yml').text),
  }
  return [
    ...Object.entries(evidence).flatMap(([what, is]) => (is ? [] : [what])),
    ...repository.files
      .filter(path => !PICTURE.test(path) && (BINARY.test(path) || read(path).slice(0, 8000).includes('\0')))
      .map(path => `${path} is a binary`),
  ]
}
