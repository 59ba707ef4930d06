/** Workflows as GitHub Enterprise Server reads them. */

/**
 * `uses: $/…` and `queue` of a concurrency group are known on github.com alone (docs.github.com, "Reusing workflow
 * configurations" and "Concurrency"): the first becomes `repository` at `ref`. The second is left out, and then one run
 * waits, whose place a newer one takes.
 * @param {string} text a workflow
 * @param {string} repository `owner/name`
 * @param {string} ref a tag or a commit
 */
export const forEnterpriseServer = (text, repository, ref) =>
  text
    .replace(/uses: \$\/$/gm, `uses: ${repository}@${ref}`)
    .replace(/uses: \$\/(\S+)/g, `uses: ${repository}/$1@${ref}`)
    .replace(/^ +queue: max\n|queue: max, /gm, '')
