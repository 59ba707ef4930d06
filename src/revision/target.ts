/** Where a rollback goes. Pure. */

/** Where a rollback goes, as far as the words alone tell. */
export type Target =
  | { readonly kind: 'last-good' }
  /** `commit`: that of its release tag, where it is known. */
  | { readonly kind: 'version'; readonly version: string; readonly commit?: string | undefined }
  | { readonly kind: 'tag'; readonly tag: string }
  /** `home`: where its ARN says that it is, `arn:aws:ecs:eu-west-1:123456789012`. */
  | {
      readonly kind: 'revision'
      readonly family: string | undefined
      readonly revision: number
      readonly home?: string | undefined
    }
