/** What an image is built from. Pure. */

/** Paths are relative to the workspace. Values of `args` may hold `${version}` and `${sha}`. */
export interface Build {
  readonly context: string
  readonly dockerfile: string
  readonly target: string | undefined
  readonly args: Readonly<Record<string, string>>
}
