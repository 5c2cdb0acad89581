package drift

import (
	"fmt"
	"math"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/method"
	"github.com/tideline-ml/tideline/pkg/drift/peer"
)

// peerBasis says that noise was left to another library's rule, which mostly knows none.
const peerBasis = "the library's own rule"

// byPeer judges by another library's definition and by its rule alone: no gates, no correction over the family, no part for missing or new values. So the
// verdict is final. Its numbers are the library's: Effect is the score where that is a distance and unknown where it is a p-value.
func (b *Baseline) byPeer(v *Verdict, current *counts.Counts, o Options) *Verdict {
	v.NewShare, v.NoiseBasis = math.NaN(), peerBasis
	m, err := Lookup(o.Method)
	if err != nil {
		return v.fail(Failed, err.Error())
	}
	if kind := b.kindFor(m); kind != "" {
		return v.fail(Failed, fmt.Sprintf("the method %s does not work on %s features", m.ID, kind))
	}
	if peer.Whole(m.ID) && b.parent != nil {
		b = b.parent
		v.ReferenceRows = b.rows()
	}
	b, current, err = b.alike(current)
	if err != nil {
		return v.fail(Failed, err.Error())
	}
	reference := b.asPeers(o.Group)
	if reference == nil {
		return v.fail(NoReference, noSeason)
	}
	found, err := reference.Judge(m.ID, current, peer.Line{Threshold: o.Threshold, Deviations: o.Deviations})
	v.Statistic, v.P, v.Effect, v.Threshold, v.Severity = found.Score, found.P, found.Effect, found.Threshold, found.Severity
	if err != nil {
		return v.fail(Failed, err.Error())
	}
	if !math.IsNaN(found.P) {
		v.PBasis = method.BasisLaw
	}
	v.Outcome, v.ErrorBound = Fine, 0
	if found.Drifted {
		v.Outcome, v.Cause = Drifted, causeDistribution
	}
	v.Note = notes(found.Note, infinityNote(current))
	return v
}

// asPeers is what other libraries take for the reference of a window of a season group: the windows of that group; nil where there are none.
func (b *Baseline) asPeers(group int) *peer.Reference {
	all := b.season(group)
	if all == nil {
		return nil
	}
	seasonal := b.seasonal()
	if !seasonal {
		group = 0
	}
	b.seasonLock.Lock()
	defer b.seasonLock.Unlock()
	if r, ok := b.peers[group]; ok {
		return r
	}
	var chunks []*counts.Counts
	for _, k := range b.kept {
		if !seasonal || b.windows[k].group == group {
			chunks = append(chunks, b.windows[k].counts)
		}
	}
	if b.peers == nil {
		b.peers = map[int]*peer.Reference{}
	}
	b.peers[group] = peer.NewReference(b.numeric, all, chunks)
	return b.peers[group]
}
