/** Who may take the role that deploys: the jobs of one repository, in one environment or on one branch. Pure. */

/** The repository as GitHub tells a job of it; ids are numbers, empty where GitHub gave none. */
export interface Repository {
  /** `acme/shop` */
  readonly name: string
  readonly id: string
  readonly ownerId: string
}

export interface Trusted {
  readonly partition: string
  /** Of AWS. */
  readonly account: string
  readonly repository: Repository
  /** The GitHub environment; empty: jobs of `branch` without one. */
  readonly environment: string
  readonly branch: string
  /** A page of the GitHub that the job is of: `https://github.com/…` */
  readonly url: string
}

/** A GitHub's OIDC provider, as IAM knows it: the address of its tokens' issuer without the scheme. */
export function providerOf(url: string): string {
  const { host } = new URL(url)
  if (host === 'github.com') return 'token.actions.githubusercontent.com'
  // GitHub Docs, "Feature overview for GitHub Enterprise Cloud with data residency"
  return host.endsWith('.ghe.com') ? `token.actions.${host}` : `${host}/_services/token`
}

/**
 * Repositories made, renamed or moved since 15 July 2026 have ids in the subject of their tokens, which nobody can take over with the
 * name; the older ones have names alone (GitHub changelog, 2026-04-23). Which a repository is no job is told, so both are listed:
 * a token of this repository carries one of them, and no other repository's can.
 */
export function subjectsOf({ repository: { name, id, ownerId }, environment, branch }: Trusted): string[] {
  const [owner = '', repository = ''] = name.split('/')
  const where = environment === '' ? `ref:refs/heads/${branch}` : `environment:${environment}`
  const lasting = id === '' || ownerId === '' ? [] : [`repo:${owner}@${ownerId}/${repository}@${id}:${where}`]
  return [`repo:${name}:${where}`, ...lasting]
}

export function trustPolicyFor(trusted: Trusted): object {
  const provider = providerOf(trusted.url)
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'GitHubActions',
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:${trusted.partition}:iam::${trusted.account}:oidc-provider/${provider}` },
        Condition: {
          StringEquals: { [`${provider}:aud`]: 'sts.amazonaws.com', [`${provider}:sub`]: subjectsOf(trusted) },
        },
      },
    ],
  }
}
