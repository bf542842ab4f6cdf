/** Where Greenroom's own API lives; nothing of the emulated service does. */
export const controlPrefix = '/_greenroom'
