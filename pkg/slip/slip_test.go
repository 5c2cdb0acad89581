package slip

import "testing"

func TestOf(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"models", "models"}: true, {"modles", "models"}: true, {"model", "models"}: true, {"modells", "models"}: true, {"Models", "models"}: true, {"modems", "models"}: true,
		{"mdoels", "models"}: true, {"größe", "grösse"}: false, {"groß", "größ"}: true, {"nodes", "models"}: false, {"store", "stores!"}: false, {"", "a"}: true, {"", "ab"}: false,
	} {
		if Of(pair[0], pair[1]) != want || Of(pair[1], pair[0]) != want {
			t.Errorf("%q and %q: not %v", pair[0], pair[1], want)
		}
	}
}
