package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// peerCosts are what other tools take for the same log, in processor time: loading it, and their answer.
type peerCosts struct {
	Load      peerCost `json:"load"`
	Evidently peerCost `json:"evidently"` // DataDriftPreset: one window against the reference
	NannyML   peerCost `json:"nannyml"`   // the univariate calculator: a window a day
	Windows   int      `json:"windows"`   // of NannyML
}

type peerCost struct {
	CPU  float64 `json:"cpu"` // seconds
	Wall float64 `json:"wall"`
}

func (c peerCost) cpu() time.Duration { return time.Duration(c.CPU * float64(time.Second)) }

// peers runs Evidently and NannyML on a log, in a Python that has them.
func peers(ctx context.Context, python, log string) (peerCosts, error) {
	var costs peerCosts
	script := filepath.Join("pkg", "bench", "peers.py")
	command := exec.CommandContext(ctx, python, script, log, boundary.Format(time.DateTime))
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return costs, fmt.Errorf("%s %s: %w", python, script, err)
	}
	if err := json.Unmarshal(out, &costs); err != nil {
		return costs, fmt.Errorf("%s: %w", script, err)
	}
	return costs, nil
}

// Limits beside other tools: so many times less processor time, loading not counted.
const (
	evidentlyLimit = 50.0
	nannymlLimit   = 5.0
)

// beside are the lines that compare the costs of one window and of fifty with those of other tools.
func (c peerCosts) beside(one, fifty cost) []Versus {
	return []Versus{
		{"Evidently, DataDriftPreset", "1 window", c.Evidently.cpu(), c.Load.cpu(), one.CPU, evidentlyLimit},
		{"NannyML, univariate calculator", fmt.Sprintf("%d windows", c.Windows), c.NannyML.cpu(), c.Load.cpu(), fifty.CPU, nannymlLimit},
	}
}

// Versus is another tool's cost beside that of the same answer here.
type Versus struct {
	Tool, Question string
	Took, Load     time.Duration
	Here           time.Duration
	Limit          float64
}

func (v Versus) ratio() float64 { return float64(v.Took) / float64(v.Here) }

// loaded is the ratio with the loading, which is a part of every answer here.
func (v Versus) loaded() float64 { return float64(v.Took+v.Load) / float64(v.Here) }
