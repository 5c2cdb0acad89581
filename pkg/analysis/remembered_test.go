package analysis

import (
	"context"
	"testing"
)

// Pictures are drawn once their verdicts are known, kept, and forgotten with the state of the log. That they are the same is tested on whole dashboards
// (pkg/bench).
func TestPicturesAreRemembered(t *testing.T) {
	m := photos()
	a := newAnalysis(m, photosModel())
	draw := func(question string) *Distribution {
		t.Helper()
		d, err := a.Distribution(context.Background(), ask(t, question))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	all := `{"queryType": "distribution"}`
	draw(all)
	kept, again := draw(all), draw(all)
	if again.Stats.Misses != 0 || len(again.Pictures) == 0 || &again.Pictures[0] != &kept.Pictures[0] {
		t.Errorf("drawn again: %+v", again.Stats)
	}
	if len(again.Notices) != len(kept.Notices) {
		t.Errorf("remarks: %v instead of %v", again.Notices, kept.Notices)
	}
	if one := draw(`{"queryType": "distribution", "features": ["noise"]}`); len(one.Pictures) != 1 {
		t.Errorf("another question has %d pictures", len(one.Pictures))
	}
	m.state = "2"
	scans := m.calls["Counts"]
	if anew := draw(all); m.calls["Counts"] == scans || &anew.Pictures[0] == &kept.Pictures[0] {
		t.Error("changed files are not drawn anew")
	}
}
