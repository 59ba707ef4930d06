/** Adds an environment to a checkout: new-environment.mjs ROOT NAME [--from ENVIRONMENT]. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** Load balancers allow 32 characters, and `-nginx` is one of the endings. */
const LONGEST_NAME = 26
/** What belongs to an environment, and nothing that an init or a plan left behind. */
const ITS_FILES = /^.*\.(tf|tfvars|pem)$|^\.terraform\.lock\.hcl$/

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string', default: 'staging' } },
})
const [root = '.', name = ''] = positionals
const { from } = values

const PROJECT = 'infra/project.json'
const WORKFLOW = '.github/workflows/infra.yml'
const path = file => join(root, file)
const read = file => readFileSync(path(file), 'utf8')
const write = (file, text) => writeFileSync(path(file), text)
const folder = environment => `infra/environments/${environment}`

const project = JSON.parse(read(PROJECT))
const known = Object.keys(project.environments)
const prefix = `${project.name}-${name}`
const octets = Object.values(project.environments).map(({ cidr }) => Number(cidr.split('.')[1]))
const cidr = `10.${Math.max(...octets) + 1}.0.0/16`

const faults = [
  [!/^[a-z][a-z0-9]*$/.test(name), `the name is '${name}', must be lower-case letters and digits: qa, for example`],
  [known.includes(name) || existsSync(path(folder(name))), `there is an environment ${name} already`],
  [name === 'shared', 'shared is the tag of what all environments use'],
  [
    prefix.length > LONGEST_NAME,
    `${prefix} has ${prefix.length} characters, and ${LONGEST_NAME} is the most: load balancers allow 32 in all`,
  ],
  [!known.includes(from), `--from is '${from}', must be one of ${known.join(', ')}`],
].flatMap(([wrong, words]) => (wrong ? [words] : []))
if (faults.length > 0) {
  for (const fault of faults) console.error(`script/new-environment: ${fault}`)
  process.exit(2)
}

const source = project.environments[from]
/** `ecs-microservices` alone is in `ecs-microservices-dev`, and in the repositories, which all share. */
const renamed = text =>
  text
    .replaceAll(new RegExp(`(?<![\\w-])${source.name}(?=-cluster|/)`, 'g'), prefix)
    .replace(`  ${from}:`, `  ${name}:`)

project.environments[name] = { ...source, name: prefix, cidr }
write(PROJECT, inLines(project))

mkdirSync(path(folder(name)))
for (const file of readdirSync(path(folder(from))).filter(each => ITS_FILES.test(each)))
  cpSync(path(`${folder(from)}/${file}`), path(`${folder(name)}/${file}`))
change(`${folder(name)}/main.tf`, `environment = "${from}"`, `environment = "${name}"`)
change(`${folder(name)}/backend.tf`, `environments/${from}.tfstate`, `environments/${name}.tfstate`)

const [own] = blockOf(read('evenkeel.yml'), from)
change('evenkeel.yml', own, `${own.trimEnd()}\n\n${renamed(own).trimEnd()}\n${own.endsWith('\n\n') ? '\n' : ''}`)

const [job] = blockOf(read(WORKFLOW), `apply-${from}`)
const applies = `  apply-${name}:
    name: Apply ${name}
    needs: apply-${from}
    permissions:
      contents: read # the commit
      id-token: write # the role that changes
    uses: $/.github/workflows/infra-apply.yml
    with:
      environment: ${name}
`
change(WORKFLOW, job, `${job.trimEnd()}\n\n${applies}${job.endsWith('\n\n') ? '\n' : ''}`)
change(WORKFLOW, `environment: [${known.join(', ')}]`, `environment: [${[...known, name].join(', ')}]`)
change(WORKFLOW, `plans ${known.join(' ')}`, `plans ${[...known, name].join(' ')}`)

console.log(`${folder(name)} is like ${from}, as ${prefix} in ${cidr}. Look at it, and at the changes of ${PROJECT}, evenkeel.yml
and ${WORKFLOW}: git diff. What is left:
  terraform -chdir=infra/account apply                            # the roles that plan and apply it
  terraform -chdir=${folder(name)} init -backend-config="bucket=$bucket" && terraform -chdir=${folder(name)} apply
  the GitHub environments ${name}, ${name}-plan and ${name}-infra, with their variables (infra/README.md, Set up)
  in .github/workflows/deploy.yml and rollback.yml, where it is to be deployed`)

/** The lines of an entry at the second level of a YAML file, with the empty line after it. */
function blockOf(text, key) {
  const found = new RegExp(`^  ${key}:\\n(?:    .*\\n|\\n(?=    ))*\\n?`, 'm').exec(text)
  if (!found) throw new Error(`no entry ${key}`)
  return found
}

function change(file, before, after) {
  const text = read(file)
  if (!text.includes(before)) throw new Error(`${file} holds no ${before}`)
  write(
    file,
    text.replace(before, () => after),
  )
}

/** An environment a line, as the file is written by hand. */
function inLines({ environments, ...others }) {
  const rows = Object.entries(environments).map(
    ([key, its]) =>
      `    ${JSON.stringify(key)}: { ${Object.entries(its)
        .map(([each, value]) => `${JSON.stringify(each)}: ${JSON.stringify(value)}`)
        .join(', ')} }`,
  )
  const head = Object.entries(others).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`)
  return `{\n${head.join('\n')}\n  "environments": {\n${rows.join(',\n')}\n  }\n}\n`
}
