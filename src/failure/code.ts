/** Every code a person can meet, once: what it means and how it is mended. docs/errors.md is made from here. */
export const CODES = {
  'EVK-100': { means: 'An input has a value that is not among those expected.', mend: 'Use one of the values listed.' },
  'EVK-101': {
    means: 'There is no AWS region, or what stands there is none.',
    mend: 'Set `aws-region`, or run aws-actions/configure-aws-credentials before this step.',
  },
  'EVK-102': {
    means: 'The input `version` is no semantic version.',
    mend: 'Write MAJOR.MINOR.PATCH without leading zeros, such as `1.4.2` or `2.0.0-rc.1`.',
  },
  'EVK-103': {
    means: 'The version gives an image tag of more than 128 characters.',
    mend: 'Shorten the version.',
  },
  'EVK-104': { means: 'The input `timeout` has no unit or is out of range.', mend: 'Write `90s`, `30m` or `2h`.' },
  'EVK-105': {
    means: 'A path leads out of the workspace.',
    mend: 'Give a path inside the workspace, relative to it, and not through a link that leads out.',
  },
  'EVK-106': { means: 'An input is set that the command does not read.', mend: 'Take it out, or correct `command`.' },
  'EVK-107': {
    means: 'The input `to` is no version, commit, image tag or revision.',
    mend: 'Write one of them, or leave it empty for the last good release.',
  },
  'EVK-108': { means: 'A line of `build-contexts` is not name=value.', mend: 'Write one `name=value` per line.' },
  'EVK-109': {
    means: 'The manifest is not in the workspace.',
    mend: 'Run actions/checkout before, or set the input `manifest`.',
  },
  'EVK-110': {
    means: 'Something in the manifest is not as expected.',
    mend: 'The fault names the key, what was found and what is expected.',
  },
  'EVK-112': {
    means: 'The input `services` names one that the manifest does not have.',
    mend: 'Use names of the manifest.',
  },
  'EVK-113': {
    means: 'The environment is not in the manifest, or none was named where one is needed.',
    mend: 'Set `environment` to one of the names listed.',
  },
  'EVK-114': { means: 'The input `reason` is too long.', mend: 'Say it in at most 500 characters.' },
  'EVK-115': {
    means: 'The timeout is shorter than the waits of a deployment strategy.',
    mend: 'Raise `timeout`, or shorten the waits in the manifest.',
  },
  'EVK-116': {
    means: 'A context or Dockerfile is not in the workspace.',
    mend: 'Correct the path in the manifest, or have the step that makes it run before.',
  },
  'EVK-201': { means: 'The cluster does not exist here.', mend: 'Correct `cluster` or `aws-region`.' },
  'EVK-202': { means: 'The service does not exist in the cluster.', mend: 'Correct its name in the manifest.' },
  'EVK-203': { means: 'The service is deleted (INACTIVE).', mend: 'Create it again before deploying to it.' },
  'EVK-204': { means: 'The service is being deleted (DRAINING).', mend: 'Wait until it is gone and create it again.' },
  'EVK-205': {
    means: 'The container is not in the task definition.',
    mend: 'Set `container` in the manifest to one of those listed.',
  },
  'EVK-206': {
    means: 'The service is not one that UpdateService moves: another deployment controller.',
    mend: 'Change the service to the ECS deployment controller.',
  },
  'EVK-207': {
    means: 'The service’s percentages leave no room for a task to start or to stop.',
    mend: 'Raise maximumPercent or lower minimumHealthyPercent.',
  },
  'EVK-208': {
    means: 'The strategy in the manifest does not fit the service’s load balancers.',
    mend: 'Correct `strategy`, or the service.',
  },
  'EVK-301': {
    means: 'There is no git commit to release.',
    mend: 'Run actions/checkout before, and have git on the runner.',
  },
  'EVK-302': {
    means: 'The ECR repository does not exist.',
    mend: 'Create it, or correct `repository` or `aws-region`.',
  },
  'EVK-303': {
    means: 'docker could not log in.',
    mend: 'The runner needs docker with buildx and a running engine.',
  },
  'EVK-304': { means: 'ECR gave no login.', mend: 'Look at AWS_ENDPOINT_URL: what answers is perhaps not ECR.' },
  'EVK-305': { means: 'The command docker is podman.', mend: 'Install docker with buildx on the runner.' },
  'EVK-306': { means: 'The configuration of docker cannot be read.', mend: 'Mend or delete the file that is named.' },
  'EVK-307': { means: 'There is no git on the runner.', mend: 'Install it before actions/checkout runs.' },
  'EVK-310': { means: 'An image could not be built.', mend: 'The last lines of the build say why.' },
  'EVK-311': {
    means: 'The registry does not hold what docker says it pushed.',
    mend: 'Run again; look whether something else pushes the same tag.',
  },
  'EVK-312': {
    means: 'A tag of this release belongs to another image.',
    mend: 'A released version does not move: release under the next one.',
  },
  'EVK-313': {
    means: 'The image that was pushed is for another platform than the task definition.',
    mend: 'Correct the Dockerfile’s `--platform`, or runtimePlatform.',
  },
  'EVK-320': { means: 'ECS described a task definition with an empty answer.', mend: 'Look at AWS_ENDPOINT_URL.' },
  'EVK-321': { means: 'ECS registered a revision and did not say which.', mend: 'Run again.' },
  'EVK-330': { means: 'There is nothing to roll back to.', mend: 'Choose one of the releases listed.' },
  'EVK-340': {
    means: 'Whether ECS was told to move a service is not known.',
    mend: 'Look in ECS which revision it stands on, and run again.',
  },
  'EVK-341': {
    means: 'A service cannot change its strategy while a deployment is under way.',
    mend: 'Wait for its end, or stop it, and run again.',
  },
  'EVK-500': {
    means: 'AWS answered something unexpected.',
    mend: 'The message of AWS says what; the debug log has every call.',
  },
  'EVK-501': { means: 'The role lacks a permission.', mend: 'Add the statement that is printed to the role’s policy.' },
  'EVK-502': { means: 'The AWS credentials are no longer valid.', mend: 'Raise `role-duration-seconds`.' },
  'EVK-503': {
    means: 'There are no AWS credentials.',
    mend: 'Run aws-actions/configure-aws-credentials, with `permissions: id-token: write`.',
  },
  'EVK-504': { means: 'The workflow was cancelled before anything was told to ECS.', mend: 'Run again.' },
  'EVK-505': { means: 'The time was up before every image was built.', mend: 'Raise `timeout`.' },
} as const satisfies Record<`EVK-${number}`, { readonly means: string; readonly mend: string }>

export type Code = keyof typeof CODES
