namespace Connectors.Sandbox.ElevenLabs;

/// <summary>When an override that isn't allowed ends the conversation.</summary>
internal enum RefusalMoment
{
    /// <summary>Instead of the metadata.</summary>
    BeforeMetadata,

    /// <summary>Right after the metadata.</summary>
    AfterMetadata,

    /// <summary>Never: it is ignored in silence, as one report says.</summary>
    Never,
}
