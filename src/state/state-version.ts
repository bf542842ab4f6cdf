/** The version of state documents. It stands alone: a client that describes the operations needs no database. */

export const stateVersion = 1
