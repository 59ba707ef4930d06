/** Every code a person can meet, once: what it means and how it is mended. docs/errors.md is made from here. */
export const CODES = {
  'EVK-100': {
    means: 'An input has a value that is not among those it can have.',
    mend: 'Use one of the values that the message lists; mind capital letters.',
  },
  'EVK-101': {
    means: 'There is no AWS region, or what stands there is none.',
    mend: 'Set `aws-region`, or `region` in the manifest, or run aws-actions/configure-aws-credentials before this step. A region looks like `eu-west-1`.',
  },
  'EVK-102': {
    means: 'The input `version` is no semantic version.',
    mend: 'Write MAJOR.MINOR.PATCH without leading zeros, such as `1.4.2` or `2.0.0-rc.1`.',
  },
  'EVK-103': {
    means: 'The version gives an image tag of more than the 128 characters that a registry takes.',
    mend: 'Shorten the version, mostly its pre-release or build part.',
  },
  'EVK-104': {
    means: 'The input `timeout` has no unit, or is not between a second and 6 hours.',
    mend: 'Write `90s`, `30m` or `2h`.',
  },
  'EVK-105': {
    means: 'A path leads out of the workspace: absolute, with `..`, or through a link.',
    mend: 'Give a path inside the workspace, relative to it.',
  },
  'EVK-106': {
    means: 'An input is set that the command does not read, or that the action does not have.',
    mend: 'Take the input out, or correct `command`; the message says what an input of another action is called here.',
  },
  'EVK-107': {
    means: 'The input `to` is no version, commit, image tag or revision.',
    mend: 'Write one of them (`1.4.2`, `3f9c2d1`, `1.4.2-3f9c2d1`, `app:41`), or leave it empty for the last good release.',
  },
  'EVK-108': {
    means: 'A line of an input that takes lines is not name=value, or names something once more.',
    mend: 'Write one `name=value` per line; the message has the line, or its number where it may be secret.',
  },
  'EVK-109': {
    means: 'The manifest is not in the workspace, or a link leads from its path out of the workspace.',
    mend: 'Run actions/checkout before this step, or set the input `manifest` to where the file is. [One service needs no file](manifest.md#without-a-file).',
  },
  'EVK-110': {
    means:
      'A key of the manifest, or the input that says the same, is unknown, missing, or has a value that is not as expected.',
    mend: 'The message names the key or the input, what was found and what is expected; [the manifest](manifest.md) has every key.',
  },
  'EVK-112': {
    means:
      'The input `service` or `services` names a service that the manifest does not have, or inputs say something of one service and several are meant.',
    mend: 'Use the names that stand under `services` in the manifest, and `service` for the one that inputs say something of.',
  },
  'EVK-113': {
    means: 'The environment is not in the manifest, or none was named where the manifest has no `cluster` of its own.',
    mend: 'Set the input `environment` to one of the names that the message lists.',
  },
  'EVK-114': { means: 'The input `reason` is too long.', mend: 'Say it in at most 500 characters.' },
  'EVK-115': {
    means: 'The timeout is shorter than the waits of a deployment strategy.',
    mend: 'Raise `timeout`, or shorten the waits in the manifest.',
  },
  'EVK-116': {
    means: 'A context, Dockerfile or bake file is not in the workspace.',
    mend: 'Correct the path in the manifest, or have the step that makes it run before.',
  },
  'EVK-117': {
    means: 'Two entries of the manifest are one ECS service: the second order would undo the first.',
    mend: 'Keep one entry for each ECS service.',
  },
  'EVK-118': {
    means: 'The target of a build is no stage of its Dockerfile.',
    mend: 'Correct `target`; the message lists the stages.',
  },
  'EVK-119': {
    means:
      'A build, an image, a variable or the file of a task definition asks for a variable of the job that the job does not have, or that is empty; or a build for an SSH agent.',
    mend: 'Set it under `env` of the step, from a secret or a variable of the repository; start the agent in a step before.',
  },
  'EVK-120': {
    means:
      'A build, an image, a variable or the file of a task definition asks for what lets somebody act in the job’s name: its AWS keys, or its way to an OIDC token.',
    mend: 'Take it out. Whoever needs AWS during a build gets a secret made for that; a task has its task role.',
  },
  'EVK-121': {
    means:
      'docker cannot read a bake or compose file, it has no such target, or the target says what cannot be carried over.',
    mend: 'Correct the file or `target`; the message has docker’s own words, or names the key and what to write instead.',
  },
  'EVK-201': {
    means: 'The cluster does not exist in this account and region.',
    mend: 'Correct `cluster` in the manifest or `aws-region`; look whether the credentials are those of the right account.',
  },
  'EVK-202': {
    means: 'The service does not exist in the cluster.',
    mend: 'Correct `service` in the manifest; the message lists the services that are there. An environment that is to be without it says `absent: true` of it.',
  },
  'EVK-203': { means: 'The service is deleted (INACTIVE).', mend: 'Create it again before deploying to it.' },
  'EVK-204': { means: 'The service is being deleted (DRAINING).', mend: 'Wait until it is gone and create it again.' },
  'EVK-205': {
    means: 'The task definition has no container of that name.',
    mend: 'Set `container` of the service in the manifest to one of those that the message lists.',
  },
  'EVK-206': {
    means:
      'The service has another deployment controller than ECS (CODE_DEPLOY or EXTERNAL), so that UpdateService cannot move it.',
    mend: 'Change the service to the ECS deployment controller.',
  },
  'EVK-207': {
    means:
      'The service’s percentages leave no room: with so few tasks none may start beside the old ones, and none may stop before a new one runs.',
    mend: 'Raise `maximumPercent` or lower `minimumHealthyPercent` of the service.',
  },
  'EVK-208': {
    means: 'The strategy in the manifest does not fit the service’s load balancers and target groups.',
    mend: 'Correct `strategy` in the manifest, or the service; the message says what is missing.',
  },
  'EVK-209': {
    means:
      'The cluster, or the revision that `to` names, belongs to another account or region than the one that answers.',
    mend: 'Use credentials of that account and its region, or correct `cluster` or `to`.',
  },
  'EVK-210': {
    means: 'No revision of the service’s family is ACTIVE, so there is no shape to release.',
    mend: 'Register one (terraform apply), or roll back: a rollback registers its revision again.',
  },
  'EVK-211': {
    means: 'The role may not read what a verdict rests on, so the run could not tell how it ends.',
    mend: 'Add the statements that are printed to the role’s policy.',
  },
  'EVK-212': {
    means:
      'Several containers of the task definition stand on one image of another repository, a placeholder mostly: which of them the release is for cannot be known.',
    mend: 'In the task definition, give those that move together one image of the service’s repository, under any tag, and the others another image, or the same one by its digest.',
  },
  'EVK-213': {
    means: 'The file that `task-definition` names is not there, or is no task definition.',
    mend: 'Correct it at the line that the message names; it is what RegisterTaskDefinition takes, as JSON or YAML.',
  },
  'EVK-214': {
    means: 'Fargate has no such size: to each `cpu` belongs a range of `memory`.',
    mend: 'Take one of the sizes that the message names.',
  },
  'EVK-215': {
    means: 'Fargate would refuse the task definition: another network mode than awsvpc, or no execution role.',
    mend: 'Write in the task definition what the message names.',
  },
  'EVK-217': {
    means:
      'The manifest wants no task of a service (`desired-count: 0`), or the service stands at 0, and the manifest does not allow that it has none.',
    mend: 'Write `may-stand-at-zero: true` beside it, another count, or scale the service up before.',
  },
  'EVK-218': {
    means:
      'The new revision asks for a parameter, a secret or a log group that is not there, or a secret that is scheduled for deletion: its tasks could not start.',
    mend: 'Create it before the deploy (terraform apply), restore a secret that waits for its deletion, or correct its name.',
  },
  'EVK-219': {
    means: 'ECS would refuse the task definition that the release makes of a file and of what the manifest says.',
    mend: 'Correct what the message names, in the file or in the manifest.',
  },
  'EVK-216': { means: 'The services of `init` may not be read.', mend: 'Add the printed statement; it only reads.' },
  'EVK-301': {
    means: 'There is no git commit to release: no checkout, or no git.',
    mend: 'Run actions/checkout before this step, in the same container, and have git on the runner.',
  },
  'EVK-302': {
    means: 'The ECR repository does not exist in this account and region.',
    mend: 'Create it, or correct `repository` in the manifest or `aws-region`.',
  },
  'EVK-303': {
    means: 'docker or its buildx is missing on the runner, or could not log in to the registry.',
    mend: 'Read the words of docker in the message; the runner needs docker with buildx, a running engine, a `~/.docker/config.json` that can be read and a RUNNER_TEMP that can be written.',
  },
  'EVK-304': { means: 'ECR gave no login.', mend: 'Look at AWS_ENDPOINT_URL: what answers there is perhaps not ECR.' },
  'EVK-305': { means: 'The command docker is podman.', mend: 'Install docker with buildx on the runner.' },
  'EVK-306': { means: 'The configuration of docker cannot be read.', mend: 'Mend or delete the file that is named.' },
  'EVK-307': { means: 'There is no git on the runner.', mend: 'Install it before actions/checkout runs.' },
  'EVK-308': {
    means:
      'The commit, its tags, its distance or its changes could not be told by git: the repository is damaged, mostly.',
    mend: 'Run the command that the message names in a step before, and see why it fails.',
  },
  'EVK-309': {
    means: 'The checkout belongs to another user, so that git does not read it.',
    mend: 'Let the step that checks out and this one run as the same user, or trust the folder: `git config --global --add safe.directory FOLDER`.',
  },
  'EVK-310': {
    means: 'An image could not be built or pushed.',
    mend: 'The last lines of the build in the log say why.',
  },
  'EVK-311': {
    means: 'The registry does not hold, under the tag of the image’s recipe, what docker says it pushed.',
    mend: 'Run again; look whether something else pushes the same tag.',
  },
  'EVK-312': {
    means: 'A tag of this release, which a git tag made one, belongs to another image already.',
    mend: 'A released version does not move: tag the commit with the next one as well. Without a git tag the names stay with the first image, and nothing is refused.',
  },
  'EVK-313': {
    means: 'The image is for other platforms than the task definition and the manifest ask for.',
    mend: 'Correct the Dockerfile’s `--platform`, `platforms` of the build, or runtimePlatform.',
  },
  'EVK-314': {
    means: 'A registry other than ECR did not tell what it holds.',
    mend: 'Log docker in to it before this step (docker/login-action), and see that the runner reaches it.',
  },
  'EVK-315': {
    means: 'An image could not be copied from one registry to the other, or tagged there.',
    mend: 'Log docker in to both before this step; the role or the token needs the right to read the one and to write to the other.',
  },
  'EVK-316': {
    means: 'The image that `image` names is not in its registry.',
    mend: 'Push it before this step, or correct the tag; an image that is named is never built.',
  },
  'EVK-317': {
    means: 'ECR cannot tell whether it has an image: its key (KMS) or the registry that it is a cache of fails.',
    mend: 'Look at the key of the repository, or at its pull-through cache rule, and run again.',
  },
  'EVK-320': {
    means: 'ECS described a task definition and gave none.',
    mend: 'Look at AWS_ENDPOINT_URL: what answers there is perhaps not ECS.',
  },
  'EVK-321': {
    means: 'ECS registered a revision and did not say which.',
    mend: 'Run again: at most one revision too many is left, which nothing runs.',
  },
  'EVK-330': {
    means: 'No earlier release that was successful, and whose image is still there, matches what was asked for.',
    mend: 'Choose one of the releases that the message lists as `to`.',
  },
  'EVK-331': {
    means: 'No rollout waits at a PAUSE hook.',
    mend: 'Look in ECS whether the deployment went on or was rolled back.',
  },
  'EVK-340': {
    means: 'The answer to the order to move a service was lost, so that whether ECS carries it out is not known.',
    mend: 'Look in ECS which revision the service stands on, and run again: a rollout that began is taken up.',
  },
  'EVK-341': {
    means:
      'The manifest wants another deployment strategy, and a deployment is under way: ECS changes it between deployments only.',
    mend: 'Wait for the end of the deployment, or stop it, and run again.',
  },
  'EVK-500': {
    means: 'AWS, or something on the way there, answered with an error that has no code of its own here.',
    mend: 'Read the words of AWS in the message; with ACTIONS_STEP_DEBUG the log has every call.',
  },
  'EVK-501': {
    means: 'The role lacks a permission.',
    mend: 'Add the statement that is printed to the role’s policy; [permissions](permissions.md) has all of it.',
  },
  'EVK-502': {
    means: 'The AWS credentials are no longer valid: most last an hour.',
    mend: 'Raise `role-duration-seconds` of aws-actions/configure-aws-credentials to more than the run takes. A rollout that began goes on in ECS.',
  },
  'EVK-503': {
    means: 'There are no AWS credentials.',
    mend: 'Run aws-actions/configure-aws-credentials before this step, and give the job `permissions: id-token: write`.',
  },
  'EVK-504': {
    means: 'The workflow was cancelled before anything was told to ECS.',
    mend: 'Run again: images that are pushed already are used.',
  },
  'EVK-505': {
    means: 'The time was up before every image was built, so nothing was told to ECS.',
    mend: 'Raise `timeout`, or find out what takes the build so long.',
  },
  'EVK-506': {
    means:
      'AWS does not give the role to this job: the role’s trust policy, or the identity provider, refuses its token.',
    mend: 'Let the trust policy accept `sub` and `aud` of the job’s token; `command: init` prints one that does.',
  },
} as const satisfies Record<`EVK-${number}`, { readonly means: string; readonly mend: string }>

export type Code = keyof typeof CODES

/** What stands against a run before anything is tried: nothing is there to release, to release into, or to go back to. */
const REFUSING = /^EVK-(?:[12]\d\d|30[12356789]|31[267]|33[01]|50[36])$/

/** Whether a failure with this code, before anything was ordered, means that the run was refused. */
export const refuses = (code: Code): boolean => REFUSING.test(code)
