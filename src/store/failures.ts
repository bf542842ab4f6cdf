/** Tells errors of the storage from errors of the code. Codes: https://www.sqlite.org/rescode.html */

const passing = ['FULL', 'IOERR', 'BUSY', 'LOCKED', 'NOMEM', 'CANTOPEN', 'READONLY', 'PROTOCOL']
const lasting = ['CORRUPT', 'NOTADB']

const formOf = (codes: string[]) => new RegExp(`^SQLITE_(${codes.join('|')})(_|$)`)
const passingForm = formOf(passing)
const storageForm = formOf([...passing, ...lasting])

const codeOf = (error: unknown) => String((error as { code?: unknown } | undefined)?.code ?? '')

/** Whether the file or the disk is at fault: full, read-only, in use, or with pages that cannot be read. */
export const isStorageFailure = (error: unknown) => storageForm.test(codeOf(error))

/** Whether the same work may succeed later, when there is room on the disk or another process has let go. */
export const mayPass = (error: unknown) => passingForm.test(codeOf(error))
