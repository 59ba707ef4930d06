/**
 * What docker and git get of the job's environment. A Dockerfile's frontend, a git hook or a credential helper may read what its
 * process gets, and none of them speaks to AWS or to GitHub in our name.
 */

/** Who we are for AWS, and what gets a token that says so. docker gets its login to ECR on standard input. */
const AWS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_BEARER_TOKEN_BEDROCK',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CONFIG_FILE',
] as const
const AWS_PREFIXES = ['AWS_CONTAINER_CREDENTIALS_', 'AWS_CONTAINER_AUTHORIZATION_TOKEN'] as const

/** With the first two anything in the job gets an OIDC token, and with it the deploy role. */
const ACTIONS = ['ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_RUNTIME_TOKEN'] as const
/** These speak to GitHub. */
const GITHUB = ['GITHUB_TOKEN', 'GH_TOKEN'] as const

/** Inputs of the action, and what later steps of the job obey. */
const JOB_PREFIXES = ['INPUT_', 'STATE_', 'BUILD_VARIABLES'] as const
const JOB = ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'] as const

/** By name or by how it begins, whatever the case. */
const among = (names: readonly string[], prefixes: readonly string[]) => {
  const known = new Set(names)
  return (name: string): boolean =>
    known.has(name.toUpperCase()) || prefixes.some(prefix => name.toUpperCase().startsWith(prefix))
}

/** Whether a variable is one of those that let somebody act in the job's name: no image gets it, whoever asks. */
export const isCredential = among([...AWS, ...ACTIONS], AWS_PREFIXES)

export const isWithheld = among([...AWS, ...ACTIONS, ...GITHUB, ...JOB], [...AWS_PREFIXES, ...JOB_PREFIXES])

export function surroundingsOf(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => !isWithheld(name))
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
