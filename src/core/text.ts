/** Whether a text has half of a surrogate pair, which UTF-8 cannot say: it would be stored as another character. */
export const hasLoneSurrogate = (text: string) => /\p{Surrogate}/u.test(text)
