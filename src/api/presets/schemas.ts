/** The bodies of presets. A request has the whole preset; PATCH has any part of it. */

import { type Static, type TObject, type TProperties, type TSchema, Type } from '@sinclair/typebox'
import { pageQuery } from '../../http/paging.js'
import { Nullable, OneOf, strict, Timestamp } from '../../http/schema-helpers.js'

const Strict = <Properties extends TProperties>(properties: Properties) => Type.Object(properties, strict)
const flag = Type.Boolean()
const flags = <const Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, flag])) as Record<Name, typeof flag>

const qualities = ['hd', 'vga', 'qvga', 'fhd', 'uhd'] as const
const MAX_COUNT = 1_000_000
const Count = () => Type.Number({ minimum: 0, maximum: MAX_COUNT })

const ConfigSchema = Strict({
  view_type: OneOf(['GROUP_CALL', 'WEBINAR', 'AUDIO_ROOM', 'LIVESTREAM']),
  max_screenshare_count: Count(),
  max_video_streams: Strict({ desktop: Count(), mobile: Count() }),
  livestream_viewer_qualities: Type.Optional(
    Nullable(Type.Array(Type.Integer({ minimum: 0, maximum: MAX_COUNT }), { default: [] })),
  ),
  media: Strict({
    video: Strict({
      quality: OneOf(qualities),
      frame_rate: Type.Number({ minimum: 0, maximum: 30 }),
      simulcast: Type.Optional(Type.Boolean({ default: false })),
    }),
    screenshare: Strict({
      quality: OneOf(qualities),
      frame_rate: Type.Number({ minimum: 0, maximum: MAX_COUNT }),
    }),
    audio: Type.Optional(
      Type.Object(
        {
          enable_high_bitrate: Type.Optional(Type.Boolean({ default: false })),
          enable_stereo: Type.Optional(Type.Boolean({ default: false })),
        },
        { ...strict, default: {} },
      ),
    ),
  }),
  // Not published, yet taken by the service: its own dashboard sends it.
  track_recording: Type.Optional(Type.Object({ subscriptions: Type.Optional(Type.Array(Type.Unknown())) })),
})

const access = ['ALLOWED', 'NOT_ALLOWED', 'CAN_REQUEST'] as const
const CanProduceSchema = Strict({ can_produce: OneOf(access) })

const PermissionsSchema = Strict({
  ...flags(
    'accept_waiting_requests',
    'can_accept_production_requests',
    'can_change_participant_permissions',
    'can_edit_display_name',
    'can_livestream',
    'can_record',
    'can_spotlight',
    'disable_participant_audio',
    'disable_participant_screensharing',
    'disable_participant_video',
    'hidden_participant',
    'kick_participant',
    'pin_participant',
    'show_participant_list',
  ),
  accept_stage_requests: Type.Optional(flag),
  stage_enabled: Type.Optional(flag),
  stage_access: Type.Optional(OneOf(access)),
  transcription_enabled: Type.Optional(flag),
  is_recorder: Type.Optional(Type.Boolean({ default: false })),
  // Published as required and with a default; the default makes it optional in a request.
  recorder_type: Type.Optional(OneOf(['RECORDER', 'LIVESTREAMER', 'NONE'], { default: 'NONE' })),
  waiting_room_type: OneOf(['SKIP', 'ON_PRIVILEGED_USER_ENTRY', 'SKIP_ON_ACCEPT']),
  media: Strict({ audio: CanProduceSchema, video: CanProduceSchema, screenshare: CanProduceSchema }),
  chat: Strict({
    public: Strict(flags('can_send', 'text', 'files')),
    private: Strict(flags('can_send', 'can_receive', 'text', 'files')),
  }),
  polls: Strict(flags('can_create', 'can_vote', 'can_view')),
  plugins: Strict({
    ...flags('can_start', 'can_close', 'can_edit_config'),
    config: Type.Record(
      Type.String(),
      Type.Object({
        access_control: Type.Optional(OneOf(['FULL_ACCESS', 'VIEW_ONLY'])),
        handles_view_only: Type.Optional(flag),
      }),
    ),
  }),
  connected_meetings: Strict(
    flags('can_alter_connected_meetings', 'can_switch_connected_meetings', 'can_switch_to_parent_meeting'),
  ),
})

const shades = <const Shade extends string>(...defaults: [Shade, string][]) =>
  Strict(
    Object.fromEntries(defaults.map(([shade, color]) => [shade, Type.String({ default: color })])) as Record<
      Shade,
      ReturnType<typeof Type.String>
    >,
  )

const UiSchema = Strict({
  design_tokens: Strict({
    border_radius: OneOf(['sharp', 'rounded', 'extra-rounded', 'circular']),
    border_width: OneOf(['none', 'thin', 'fat']),
    spacing_base: Type.Number({ minimum: 1, maximum: MAX_COUNT, default: 4 }),
    theme: OneOf(['darkest', 'dark', 'light']),
    font_family: Type.Optional(Type.String()),
    google_font: Type.Optional(Type.String()),
    logo: Type.Optional(Type.String({ format: 'uri' })),
    colors: Strict({
      background: shades(
        ['600', '#222222'],
        ['700', '#1f1f1f'],
        ['800', '#1b1b1b'],
        ['900', '#181818'],
        ['1000', '#141414'],
      ),
      brand: shades(
        ['300', '#844d1c'],
        ['400', '#9d5b22'],
        ['500', '#b56927'],
        ['600', '#d37c30'],
        ['700', '#d9904f'],
      ),
      danger: Type.String({ default: '#FF2D2D' }),
      success: Type.String({ default: '#62A504' }),
      text: Type.String({ default: '#EEEEEE' }),
      text_on_brand: Type.String({ default: '#EEEEEE' }),
      video_bg: Type.String({ default: '#191919' }),
      warning: Type.String({ default: '#FFCD07' }),
    }),
  }),
  // Not published, yet taken by the service, and in the former documentation.
  config_diff: Type.Optional(Type.Object({})),
})

/** The body of create and of PUT. ASSUMED: a name has at least one character. */
export const PresetBodySchema = Strict({
  name: Type.String({ minLength: 1 }),
  config: ConfigSchema,
  permissions: PermissionsSchema,
  ui: UiSchema,
})
export type PresetBody = Static<typeof PresetBodySchema>

/** Make every property optional, at every depth. */
const deepPartial = (schema: TSchema): TSchema => {
  if (schema.type !== 'object' || !schema.properties) return schema
  const { default: _default, ...rest } = schema as TObject
  const properties = Object.entries((schema as TObject).properties).map(([name, property]) => {
    const { default: _ignored, ...kept } = deepPartial(property)
    return [name, Type.Optional(kept as TSchema)]
  })
  return Type.Object(Object.fromEntries(properties), { additionalProperties: rest.additionalProperties })
}

/** The body of PATCH: any part of a preset, at any depth. */
export const PresetPatchSchema = deepPartial(PresetBodySchema) as TObject
/** What a patch may hold; merged into the preset, then checked as a whole. */
export type PresetPatch = Record<string, unknown>

export const ListPresetsQuerySchema = Type.Object({
  ...pageQuery,
  search: Type.Optional(Type.String({ description: 'Part of the name.' })),
})

const stamps = {
  id: Type.String({ format: 'uuid' }),
  created_at: Timestamp('When the preset was created.'),
  updated_at: Timestamp('When the preset was last changed.'),
}

/** A preset in a list. */
export const PresetSummarySchema = Type.Object({ ...stamps, name: Type.String() })

export const PresetSchema = Type.Object({ ...stamps, ...PresetBodySchema.properties })
