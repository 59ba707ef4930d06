/** Where a rollback goes. Pure. */

/** Where a rollback goes, as far as the words alone tell. */
export type Target =
  | { readonly kind: 'last-good' }
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'revision'; readonly family: string | undefined; readonly revision: number }
