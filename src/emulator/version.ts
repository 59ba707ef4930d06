/** Of the project and of the package, which have the same one. */
export const VERSION = '0.1.0'
