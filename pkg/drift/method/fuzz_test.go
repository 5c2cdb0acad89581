package method

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

// FuzzMethods feeds every method with arbitrary counts: whatever they are, it answers within its range, and NaN only where a side is empty.
func FuzzMethods(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\xf0\x3f\x01\x02"), false, uint8(0), 0.5)
	f.Add([]byte("aaaaaaaabbccccccccddeeeeeeeeffgggggggghh"), true, uint8(1), 2.0)
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xef\x7f\x05\x00\xff\xff\xff\xff\xff\xff\xef\xff\x00\x07"), false, uint8(4), 0.0)
	f.Add([]byte("\x01\x00\x00\x00\x00\x00\x00\x00\x09\x09\x02\x00\x00\x00\x00\x00\x00\x00\x01\x03"), false, uint8(3), 1e300)
	f.Fuzz(func(t *testing.T, data []byte, grid bool, mode uint8, edge float64) {
		// Ten bytes a key: eight of its value, and its rows in both samples.
		var reference, current []float64
		for ; len(data) >= 10 && len(reference)+len(current) < 4000; data = data[10:] {
			x := math.Float64frombits(binary.LittleEndian.Uint64(data))
			for range data[8] {
				reference = append(reference, x)
			}
			for range data[9] {
				current = append(current, x)
			}
		}
		r, c := must(counts.FromFloats(reference, nil)), must(counts.FromFloats(current, nil))
		if grid && r.Total() > 0 {
			g := must(counts.NewGrid(r, false))
			r, c = must(g.Count(r)), must(g.Count(c))
		}
		binning := model.Binning{Mode: model.BinningModes[int(mode)%len(model.BinningModes)], Bins: int(mode)}
		if binning.Mode == "edges" {
			binning.Edges = []float64{edge}
		}
		pairs := []*Pair{must(NewPair(r, c)), must(NewPair(names(reference), names(current)))}
		for _, p := range pairs {
			p.Binning = binning
			for _, m := range All {
				if p.Numeric != (p.Names == nil) || !p.Numeric && len(m.Kinds) == 1 {
					continue
				}
				got := m.Measure(p)
				if p.empty() {
					if !math.IsNaN(got.Statistic) || !math.IsNaN(got.P) {
						t.Errorf("%s of an empty side: %+v", m.ID, got)
					}
					continue
				}
				if !(got.Statistic >= m.Range[0] && got.Statistic <= m.Range[1]) {
					t.Errorf("%s, %v: the statistic %v is outside %v", m.ID, binning, got.Statistic, m.Range)
				}
				if !(got.P >= 0 && got.P <= 1) || !(got.Noise >= 0) || got.Bound < 0 {
					t.Errorf("%s, %v: %+v", m.ID, binning, got)
				}
			}
		}
	})
}
