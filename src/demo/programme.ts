/** What is shown in the demo, as data: who shows it, to how many, and what they say. */

export interface Person {
  /** The id that the application gave: `custom_participant_id`. */
  id: string
  name: string
  preset: 'group_call_host' | 'group_call_participant' | 'livestream_host'
}

/** An application, which has an app and a back end of its own. */
export interface House {
  /** The name of its app. */
  name: string
  /** The User-Agent of its back end. */
  agent: string
  /** What its webhooks are called in the inbox. */
  inbox: string
  people: readonly Person[]
}

export interface Production {
  /** The name of the app. */
  house: string
  /** The title of the meeting that is streamed; undefined for a camera, which streams without a meeting. */
  meeting?: string
  /** Names that its livestreams have. A camera has one. */
  names: readonly string[]
  /** How many watch at its height: at least, at most. */
  audience: readonly [number, number]
  /** How long it is live, in minutes: at least, at most. */
  minutes: readonly [number, number]
  /** Ids of those who take part; the first begins. */
  cast: readonly string[]
  chat: readonly string[]
  isRecorded?: boolean
}

const host = (id: string, name: string): Person => ({ id, name, preset: 'group_call_host' })
const guest = (id: string, name: string): Person => ({ id, name, preset: 'group_call_participant' })

const harbour = 'Harbour Town Council'
const northlight = 'Northlight Academy'
const pitchside = 'Pitchside Live'

export const houses: readonly [House, ...House[]] = [
  {
    name: harbour,
    agent: 'council-portal/3.2',
    inbox: 'council',
    people: [
      host('clerk', 'Ines Albrecht, clerk'),
      host('mayor', 'Tom Okafor, mayor'),
      guest('cllr-byrne', 'Cllr. Aoife Byrne'),
      guest('cllr-lindqvist', 'Cllr. Per Lindqvist'),
      guest('cllr-mensah', 'Cllr. Grace Mensah'),
      guest('harbour-master', 'Joost de Wit, harbour master'),
    ],
  },
  {
    name: northlight,
    agent: 'northlight-courses/5.0',
    inbox: 'courses',
    people: [
      host('dr-rao', 'Dr. Meera Rao'),
      host('prof-silva', 'Prof. Lucía Silva'),
      guest('student-4411', 'Noah Fischer'),
      guest('student-4502', 'Zofia Nowak'),
      guest('student-4633', 'Mateo García'),
      guest('student-4718', 'Hana Suzuki'),
    ],
  },
  {
    name: pitchside,
    agent: 'pitchside-api/2.7',
    inbox: 'pitchside',
    people: [
      { id: 'studio', name: 'Dana Whitlock, studio', preset: 'livestream_host' },
      guest('analyst', 'Femi Adeyemi, analyst'),
      guest('coach', 'Sara Lund, head coach'),
      guest('captain', 'Luka Marić, captain'),
      guest('press-1', 'Evening Courier'),
    ],
  },
]

export const programme: readonly Production[] = [
  {
    house: harbour,
    meeting: 'Full council',
    names: ['Full council, third sitting', 'Full council: votes on the budget', 'Full council: questions'],
    audience: [90, 260],
    minutes: [7, 13],
    cast: ['clerk', 'mayor', 'cllr-byrne', 'cllr-lindqvist', 'cllr-mensah'],
    chat: [
      'Papers for item 6 are on the portal.',
      'We vote after this item.',
      'Seconded.',
      'Point of order.',
    ],
  },
  {
    house: harbour,
    meeting: 'Town hall: ask the mayor',
    names: ['Ask the mayor: the ferry', 'Ask the mayor: housing', 'Ask the mayor: your questions'],
    audience: [140, 480],
    minutes: [6, 10],
    cast: ['mayor', 'clerk', 'harbour-master'],
    chat: ['When does the new ferry start?', 'Thank you for answering!', 'Is the hall open to visitors?'],
    isRecorded: true,
  },
  {
    house: harbour,
    meeting: 'Planning committee',
    names: [
      'Planning committee: harbour wall',
      'Planning committee: market square',
      'Planning committee: appeals',
    ],
    audience: [25, 80],
    minutes: [6, 11],
    cast: ['clerk', 'cllr-byrne', 'harbour-master', 'cllr-mensah'],
    chat: ['Drawing 4 shows the new wall.', 'The survey is from May.', 'Could we see the north side again?'],
  },
  {
    house: harbour,
    meeting: 'Budget workshop',
    names: ['Budget workshop: parks', 'Budget workshop: energy', 'Budget workshop: libraries'],
    audience: [30, 70],
    minutes: [6, 10],
    cast: ['clerk', 'cllr-lindqvist', 'cllr-mensah', 'cllr-byrne'],
    chat: ['The slides are on the portal.', 'Is the library part of this?', 'Page 12, the second table.'],
  },
  {
    house: harbour,
    names: ['Harbour lights, main square'],
    audience: [40, 150],
    minutes: [5, 9],
    cast: [],
    chat: [],
  },
  {
    house: northlight,
    meeting: 'Calculus II',
    names: ['Calculus II, lecture 14: Laplace', 'Calculus II, lecture 15: systems', 'Calculus II: exercises'],
    audience: [60, 170],
    minutes: [8, 13],
    cast: ['dr-rao', 'student-4411', 'student-4502', 'student-4633'],
    chat: [
      'Is this on the exam?',
      'Sheet 9, exercise 3, is now correct.',
      'Could you show the last step again?',
    ],
    isRecorded: true,
  },
  {
    house: northlight,
    meeting: 'Marine biology seminar',
    names: ['Marine biology: sea grass', 'Marine biology: whale song', 'Marine biology: field trip report'],
    audience: [30, 95],
    minutes: [7, 12],
    cast: ['prof-silva', 'student-4502', 'student-4718'],
    chat: ['Recorded at 40 metres, off the pier.', 'What a sound!', 'The data set is in the course folder.'],
  },
  {
    house: northlight,
    meeting: 'Spanish conversation hour',
    names: ['Conversation hour: at the doctor', 'Conversation hour: music', 'Conversation hour: recipes'],
    audience: [10, 35],
    minutes: [5, 9],
    cast: ['prof-silva', 'student-4633', 'student-4411', 'student-4718'],
    chat: ['¿Cómo se dice "harbour"?', '¡Muy bien!', 'Otra vez, por favor.'],
  },
  {
    house: northlight,
    names: ['Observatory camera'],
    audience: [15, 60],
    minutes: [6, 10],
    cast: [],
    chat: [],
  },
  {
    house: pitchside,
    meeting: 'Pre-match press conference',
    names: ['Before Harbour United v Northside', 'Before Harbour United v Vale', 'Before the cup tie'],
    audience: [320, 900],
    minutes: [5, 8],
    cast: ['studio', 'coach', 'captain', 'press-1'],
    chat: [
      'Is the captain fit for Saturday?',
      'Line-up in ten minutes.',
      'Question from the Courier, please.',
    ],
  },
  {
    house: pitchside,
    meeting: 'Half-time studio',
    names: ['Half-time studio, round 14', 'Half-time studio, round 15', 'Half-time studio: the replays'],
    audience: [700, 2600],
    minutes: [5, 8],
    cast: ['studio', 'analyst', 'captain'],
    chat: ['That was never offside.', 'What a save!', 'Second half in three minutes.'],
    isRecorded: true,
  },
  {
    house: pitchside,
    meeting: "Fans' forum",
    names: ["Fans' forum: away travel", "Fans' forum: the new kit", "Fans' forum: ask the coach"],
    audience: [180, 620],
    minutes: [6, 11],
    cast: ['studio', 'coach', 'analyst'],
    chat: ['Love the green one.', 'How many seats for the away game?', 'Come on Harbour!'],
  },
  {
    house: pitchside,
    names: ['Pitch camera, training ground'],
    audience: [60, 240],
    minutes: [5, 9],
    cast: [],
    chat: [],
  },
]
