using Connectors.Core.Avatars;

namespace Connectors.Core.Bridging;

/// <summary>One avatar connection's listener: everything goes to the loop.</summary>
internal sealed class AvatarLink(Mailbox mailbox, int epoch) : IAvatarListener
{
    public void OnEvent(AvatarEvent e)
    {
        if (e is AvatarEvent.Complaint)
        {
            mailbox.PostLossy(e, epoch);
        }
        else
        {
            mailbox.Post(e, epoch);
        }
    }
}
