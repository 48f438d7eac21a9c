using System.Security.Cryptography;
using System.Text;
using Connectors.Core.Vault;

namespace Connectors.Tests.Core.Vault;

public sealed class DerivedKeysTests : IDisposable
{
    private readonly TestKeys _keys = new();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void Current_OfTwoPurposes_AreTwoKeysOfOneId()
    {
        var derived = new DerivedKeys(_keys.Ring);

        Assert.Equal(derived.Current(DerivedKeys.Audit).Id, derived.Current(DerivedKeys.ApiKey).Id);
        Assert.NotEqual(derived.Current(DerivedKeys.Audit).Value.ToArray(), derived.Current(DerivedKeys.ApiKey).Value.ToArray());
        Assert.NotEqual(derived.Current(DerivedKeys.Audit).Value.ToArray(), derived.Current(DerivedKeys.SessionToken).Value.ToArray());
    }

    [Fact]
    public void Current_IsTheHkdfOfTheRoot()
    {
        // RFC 5869 by hand: no salt, one block.
        var root = _keys.Ring.Current.Current(KeyRing.Mac).Value.ToArray();
        var extracted = HMACSHA256.HashData(new byte[32], root);
        var expected = HMACSHA256.HashData(extracted, Encoding.UTF8.GetBytes("connectors/audit\u0001"));

        Assert.Equal(expected, new DerivedKeys(_keys.Ring).Current("audit").Value.ToArray());
    }

    [Fact]
    public void Find_AfterARotation_HasTheOldAndTheNew()
    {
        var derived = new DerivedKeys(_keys.Ring);
        var old = derived.Current(DerivedKeys.Audit);
        var id = _keys.Append(KeyRing.Mac);

        Assert.Equal(id, derived.Current(DerivedKeys.Audit).Id);
        Assert.Equal(old.Value.ToArray(), derived.Find(DerivedKeys.Audit, old.Id)?.Value.ToArray());
        Assert.NotEqual(old.Value.ToArray(), derived.Current(DerivedKeys.Audit).Value.ToArray());
    }

    [Fact]
    public void Find_OfAKeyThatWasTakenOut_IsNull()
    {
        var derived = new DerivedKeys(_keys.Ring);
        var old = derived.Current(DerivedKeys.Audit).Id;
        _keys.Append(KeyRing.Mac);
        _keys.Remove(old);

        Assert.Null(derived.Find(DerivedKeys.Audit, old));
        Assert.Null(derived.Find(DerivedKeys.Audit, "never"));
    }
}
