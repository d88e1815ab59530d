-- A store as the first version of its tables left it, emptied of its document.
BEGIN TRANSACTION;
CREATE TABLE draw_value (
	run_key INTEGER NOT NULL, 
	draw INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	value FLOAT NOT NULL, 
	CONSTRAINT pk_draw_value PRIMARY KEY (run_key, draw, name), 
	CONSTRAINT fk_draw_value_run_key_run FOREIGN KEY(run_key) REFERENCES run (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "draw_value" VALUES(1,0,'discount.rate',9.05893639978804232626e-02);
INSERT INTO "draw_value" VALUES(1,1,'discount.rate',1.52807694558323658995e-01);
INSERT INTO "draw_value" VALUES(1,2,'discount.rate',5.9120785640322026655e-02);
INSERT INTO "draw_value" VALUES(1,3,'discount.rate',1.87880799732024900139e-01);
CREATE TABLE exclusim_store (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_exclusim_store PRIMARY KEY (id)
);
INSERT INTO "exclusim_store" VALUES(1,1);
CREATE TABLE ledger (
	scenario_key INTEGER NOT NULL, 
	replicate INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	service VARCHAR(200) NOT NULL, 
	scope VARCHAR(32) NOT NULL, 
	amount_sek FLOAT NOT NULL, 
	CONSTRAINT pk_ledger PRIMARY KEY (scenario_key, replicate, year, actor, kind, service, scope), 
	CONSTRAINT fk_ledger_scenario_key_scenario FOREIGN KEY(scenario_key) REFERENCES scenario (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "ledger" VALUES(1,0,23,'arbetsformedlingen','real','Arbetsmarknadsprogram','exclusion',9.84119688959553372102e+05);
INSERT INTO "ledger" VALUES(1,0,23,'forsakringskassan','transfer','Aktivitets- och sjukersättning','exclusion',2.19138678881326038391e+06);
INSERT INTO "ledger" VALUES(1,0,23,'individ','transfer','Ekonomiskt bistånd','exclusion',-1.90312265745056304151e+06);
INSERT INTO "ledger" VALUES(1,0,23,'kommun.skatt','revenue','Kommunalskatt','exclusion',1.08789637106662173758e+06);
INSERT INTO "ledger" VALUES(1,0,23,'kommun.skola','real','Gymnasieskola','ordinary',8.89849461637007817585e+06);
INSERT INTO "ledger" VALUES(1,0,23,'kommun.socialtjanst','real','Handläggning, socialtjänst','exclusion',2760082.4501597);
INSERT INTO "ledger" VALUES(1,0,23,'kommun.socialtjanst','transfer','Ekonomiskt bistånd','exclusion',2.10051672797300154342e+06);
INSERT INTO "ledger" VALUES(1,0,23,'production','production','Produktionsbortfall','exclusion',1.30727799339294582607e+07);
INSERT INTO "ledger" VALUES(1,0,23,'rattsvasende','real','Polis och domstol','exclusion',7.84442052815029397614e+05);
INSERT INTO "ledger" VALUES(1,0,23,'region','real','Psykiatrisk vård','exclusion',1.41694189913554629309e+06);
CREATE TABLE panel (
	scenario_key INTEGER NOT NULL, 
	replicate INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	status VARCHAR(100) NOT NULL, 
	person_months FLOAT NOT NULL, 
	CONSTRAINT pk_panel PRIMARY KEY (scenario_key, replicate, year, status), 
	CONSTRAINT fk_panel_scenario_key_scenario FOREIGN KEY(scenario_key) REFERENCES scenario (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "panel" VALUES(1,0,23,'outside/none',5686.0);
INSERT INTO "panel" VALUES(1,0,23,'permanent_job/wage',1883.0);
INSERT INTO "panel" VALUES(1,0,23,'unemployed/social_assistance',1350.0);
INSERT INTO "panel" VALUES(1,0,23,'upper_secondary_1/study_aid',4144.0);
INSERT INTO "panel" VALUES(1,0,24,'outside/none',4542.0);
INSERT INTO "panel" VALUES(1,0,24,'permanent_job/wage',1835.0);
INSERT INTO "panel" VALUES(1,0,24,'unemployed/social_assistance',3701.0);
INSERT INTO "panel" VALUES(1,0,24,'upper_secondary_1/study_aid',1013.0);
CREATE TABLE parameter (
	run_key INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	value FLOAT NOT NULL, 
	unit TEXT NOT NULL, 
	prior TEXT NOT NULL, 
	source TEXT NOT NULL, 
	assumption BOOLEAN NOT NULL, 
	CONSTRAINT pk_parameter PRIMARY KEY (run_key, name), 
	CONSTRAINT fk_parameter_run_key_run FOREIGN KEY(run_key) REFERENCES run (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "parameter" VALUES(1,'discount.rate',0.04,'share','fixed','VC003',0);
CREATE TABLE run (
	id INTEGER NOT NULL, 
	run_id VARCHAR(128) NOT NULL, 
	case_name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	preset VARCHAR(32) NOT NULL, 
	seed VARCHAR(64) NOT NULL, 
	persons INTEGER NOT NULL, 
	replicates INTEGER NOT NULL, 
	created VARCHAR(64) NOT NULL, 
	code_version TEXT NOT NULL, 
	data_hash TEXT NOT NULL, 
	scenario_hash TEXT NOT NULL, 
	scenario_text TEXT NOT NULL, 
	schema_version INTEGER NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	document JSON NOT NULL, 
	CONSTRAINT pk_run PRIMARY KEY (id), 
	CONSTRAINT uq_run_run_id UNIQUE (run_id)
);
INSERT INTO "run" VALUES(1,'a07744d1e5c2','exempelstad','Exempelstad: det publicerade räkneexemplet','flat-annuity','1',60,1,'2026-11-14T09:30:00+00:00','0.1.0','9c1f0b2a77','77a0ee0b19','name: exempelstad
',1,'complete','{}');
CREATE TABLE scenario (
	id INTEGER NOT NULL, 
	run_key INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	label TEXT NOT NULL, 
	CONSTRAINT pk_scenario PRIMARY KEY (id), 
	CONSTRAINT uq_scenario_run_key_name UNIQUE (run_key, name), 
	CONSTRAINT fk_scenario_run_key_run FOREIGN KEY(run_key) REFERENCES run (id) ON DELETE CASCADE
);
INSERT INTO "scenario" VALUES(1,1,'baseline','Nuläge');
INSERT INTO "scenario" VALUES(2,1,'prevention','En fjärdedel förebyggs');
CREATE INDEX ix_run_created ON run (created);
COMMIT;
