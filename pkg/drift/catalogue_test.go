package drift

import (
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/drift/peer"
)

func TestCatalogue(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Methods() {
		if seen[m.ID] {
			t.Errorf("two methods are called %q", m.ID)
		}
		seen[m.ID] = true
		if found, err := Lookup(m.ID); found != m || err != nil {
			t.Errorf("Lookup(%q) is %v, %v", m.ID, found, err)
		}
		if (m.Statistic == nil) != (m.ID == "auto" || peer.Has(m.ID)) {
			t.Errorf("%s cannot measure", m.ID)
		}
	}
	if _, err := Lookup("kss"); err == nil || !strings.Contains(err.Error(), "ks, kuiper, ad, cvm") || !strings.Contains(err.Error(), `"kss"`) {
		t.Errorf("an unknown method: %v", err)
	}
}
