CREATE TABLE versions (
    objet VARCHAR NOT NULL,
    version VARCHAR NOT NULL
);
COMMENT ON TABLE versions IS 'Versions : du format de la base, et du logiciel qui l’a créée.';
COMMENT ON COLUMN versions.objet IS '« format » ou « bilan-social »';
COMMENT ON COLUMN versions.version IS 'numéro';

CREATE TABLE receptions (
    id INTEGER PRIMARY KEY,
    fichier VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    rang INTEGER NOT NULL,
    taille BIGINT NOT NULL,
    recu_le DATE NOT NULL,
    siret VARCHAR NOT NULL,
    nom VARCHAR NOT NULL,
    type_collectivite VARCHAR NOT NULL,
    questionnaire VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    annee INTEGER,
    modules VARCHAR[] NOT NULL,
    verdict VARCHAR NOT NULL,
    bloquants INTEGER NOT NULL,
    alertes INTEGER NOT NULL,
    illisibles INTEGER NOT NULL,
    livrables VARCHAR[] NOT NULL,
    reponses VARCHAR NOT NULL
);
COMMENT ON TABLE receptions IS 'Un bilan reçu par ligne, dans l’ordre d’enregistrement. Une ligne ne change jamais, sauf celle d’un fichier refusé pour une cause technique (délai, mémoire, arrêt brutal, erreur interne), que le lot repris traite de nouveau.';
COMMENT ON COLUMN receptions.id IS 'numéro d’ordre, à partir de 1';
COMMENT ON COLUMN receptions.fichier IS 'chemin dans le dossier reçu ; « archive.zip/bilan.xlsx » dans une archive';
COMMENT ON COLUMN receptions.sha256 IS 'empreinte du fichier';
COMMENT ON COLUMN receptions.rang IS 'rang du bilan dans un txt groupé, 1 sinon';
COMMENT ON COLUMN receptions.taille IS 'taille du fichier, en octets';
COMMENT ON COLUMN receptions.recu_le IS 'date de réception';
COMMENT ON COLUMN receptions.siret IS 'SIRET de la collectivité ; vide s’il n’a pas pu être lu';
COMMENT ON COLUMN receptions.nom IS 'nom de la collectivité';
COMMENT ON COLUMN receptions.type_collectivite IS 'code du type de collectivité (CCN, DEP…)';
COMMENT ON COLUMN receptions.questionnaire IS 'édition du questionnaire (rec2019)';
COMMENT ON COLUMN receptions.version IS 'version du modèle de classeur';
COMMENT ON COLUMN receptions.annee IS 'année du bilan';
COMMENT ON COLUMN receptions.modules IS 'modules du bilan (rec, rassct…)';
COMMENT ON COLUMN receptions.verdict IS 'accepté, accepté avec alertes, à corriger, rejeté';
COMMENT ON COLUMN receptions.bloquants IS 'nombre d’anomalies bloquantes';
COMMENT ON COLUMN receptions.alertes IS 'nombre d’alertes';
COMMENT ON COLUMN receptions.illisibles IS 'nombre de valeurs illisibles ou refusées, qui n’entrent ni dans la base ni dans le txt';
COMMENT ON COLUMN receptions.livrables IS 'fichiers produits pour l’expéditeur (txt, rapport, copie annotée, message)';
COMMENT ON COLUMN receptions.reponses IS 'empreinte de ce qui entrerait dans le txt : la même pour deux bilans qui répondent la même chose ; vide si rien n’a été lu';

CREATE TABLE valeurs (
    reception INTEGER NOT NULL,
    variable VARCHAR NOT NULL,
    nombre DOUBLE,
    texte VARCHAR
);
COMMENT ON TABLE valeurs IS 'Une réponse par ligne. Les cellules vides et les totaux n’y sont pas.';
COMMENT ON COLUMN valeurs.reception IS 'receptions.id';
COMMENT ON COLUMN valeurs.variable IS 'code de la variable (1.1.1!G001.C05), comme dans le dictionnaire';
COMMENT ON COLUMN valeurs.nombre IS 'la réponse, si la variable est un nombre ou une année';
COMMENT ON COLUMN valeurs.texte IS 'la réponse, si la variable est un texte, un SIRET ou un code de choix';

CREATE TABLE justifications (
    reception INTEGER NOT NULL,
    regle VARCHAR NOT NULL,
    texte VARCHAR NOT NULL
);
COMMENT ON TABLE justifications IS 'Ce que la collectivité dit d’une alerte.';
COMMENT ON COLUMN justifications.reception IS 'receptions.id';
COMMENT ON COLUMN justifications.regle IS 'code du contrôle';
COMMENT ON COLUMN justifications.texte IS 'la justification';

CREATE TABLE constats (
    reception INTEGER NOT NULL,
    ordre INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    gravite VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    remede VARCHAR NOT NULL,
    indicateur VARCHAR NOT NULL,
    cellules VARCHAR[] NOT NULL
);
COMMENT ON TABLE constats IS 'Une anomalie, alerte ou information par ligne.';
COMMENT ON COLUMN constats.reception IS 'receptions.id';
COMMENT ON COLUMN constats.ordre IS 'rang dans le bilan, à partir de 1';
COMMENT ON COLUMN constats.code IS 'code de l’anomalie ou du contrôle';
COMMENT ON COLUMN constats.gravite IS 'bloquant, alerte, information';
COMMENT ON COLUMN constats.message IS 'ce qui ne va pas';
COMMENT ON COLUMN constats.remede IS 'ce qu’il faut faire';
COMMENT ON COLUMN constats.indicateur IS 'indicateur à corriger ; vide si tout le fichier est concerné';
COMMENT ON COLUMN constats.cellules IS 'cellules à corriger (« feuille!A1 », ou code de la variable)';

CREATE TABLE transitions (
    reception INTEGER NOT NULL,
    ordre INTEGER NOT NULL,
    statut VARCHAR NOT NULL,
    le TIMESTAMP NOT NULL,
    par VARCHAR NOT NULL,
    motif VARCHAR NOT NULL,
    choisi_parmi INTEGER NOT NULL
);
COMMENT ON TABLE transitions IS 'L’histoire de chaque bilan : un changement de statut par ligne, jamais effacé.';
COMMENT ON COLUMN transitions.reception IS 'receptions.id';
COMMENT ON COLUMN transitions.ordre IS 'rang dans l’histoire du bilan, à partir de 1';
COMMENT ON COLUMN transitions.statut IS 'reçu, à corriger, accepté, validé, transmis';
COMMENT ON COLUMN transitions.le IS 'quand ; pour les deux premières lignes, la date de réception';
COMMENT ON COLUMN transitions.par IS 'qui ; « contrôle » pour ce que le contrôle a décidé';
COMMENT ON COLUMN transitions.motif IS 'pourquoi';
COMMENT ON COLUMN transitions.choisi_parmi IS 'numéro de la dernière réception, quand le centre de gestion a choisi ce bilan par son fichier (--fichier) ; 0 sinon';

CREATE TABLE attendus (
    siret VARCHAR NOT NULL,
    nom VARCHAR NOT NULL,
    type_collectivite VARCHAR NOT NULL,
    courriel VARCHAR NOT NULL
);
COMMENT ON TABLE attendus IS 'Les collectivités attendues ; vide si la liste n’a pas été donnée.';
COMMENT ON COLUMN attendus.siret IS 'SIRET';
COMMENT ON COLUMN attendus.nom IS 'nom';
COMMENT ON COLUMN attendus.type_collectivite IS 'code du type de collectivité';
COMMENT ON COLUMN attendus.courriel IS 'adresse de la collectivité que donne la liste, pour la relancer';

CREATE VIEW suivi AS
WITH derniere AS (
    SELECT reception, ordre, statut, le, par, motif
    FROM transitions
    QUALIFY row_number() OVER (PARTITION BY reception ORDER BY ordre DESC) = 1
), choix AS (
    SELECT reception, max(choisi_parmi) AS choisi_parmi, max(le) AS choisi_le
    FROM transitions WHERE choisi_parmi > 0 GROUP BY reception
), etat AS (
    SELECT r.id, r.fichier, r.rang, r.recu_le, r.siret, r.nom, r.type_collectivite, r.questionnaire, r.annee,
        r.verdict, r.bloquants, r.alertes, r.illisibles, r.reponses, d.statut, date_trunc('second', d.le) AS depuis,
        d.par, d.motif, d.statut IN ('accepté', 'validé', 'transmis') AS valide,
        d.statut = 'à corriger' AND d.ordre > 2 AS refuse,
        d.statut = 'accepté' AND r.id IN (SELECT reception FROM constats WHERE code = 'BILAN-SANS-REPONSE') AS vide,
        CASE WHEN valide THEN c.choisi_parmi END AS choisi_parmi, CASE WHEN valide THEN c.choisi_le END AS choisi_le,
        CASE WHEN d.statut IN ('validé', 'transmis') THEN d.le END AS decide_le,
        row(greatest(r.recu_le, CASE WHEN valide THEN c.choisi_le::DATE END), r.id) AS arrivee
    FROM receptions r JOIN derniere d ON d.reception = r.id LEFT JOIN choix c ON c.reception = r.id
), compare AS (
    SELECT *, id <= coalesce(max(choisi_parmi) OVER envois, 0)
            AND choisi_le IS DISTINCT FROM max(choisi_le) OVER envois AS ecarte,
        coalesce(decide_le = max(decide_le) OVER envois, false) AS acquis,
        statut = 'accepté' AND coalesce(bool_or(refuse) OVER (
            envois ORDER BY arrivee DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), false) AS depasse
    FROM etat
    WINDOW envois AS (PARTITION BY siret, questionnaire)
), place AS (
    SELECT *, CASE WHEN acquis THEN max(arrivee) OVER (PARTITION BY siret, questionnaire, reponses) ELSE arrivee END
        AS rang_d_arrivee
    FROM compare
), rangee AS (
    SELECT *, siret = '' OR row_number() OVER (envois ORDER BY ecarte, vide, rang_d_arrivee DESC, acquis DESC) = 1
            AS dernier,
        siret <> '' AND row_number() OVER (
            envois ORDER BY vide, valide AND NOT ecarte AND NOT depasse DESC, rang_d_arrivee DESC, acquis DESC
        ) = 1 AS en_vigueur
    FROM place
    WINDOW envois AS (PARTITION BY siret, questionnaire)
)
SELECT id, fichier, rang, recu_le, siret, nom, type_collectivite, questionnaire, annee, verdict, bloquants, alertes,
    illisibles, reponses, statut, depuis, par, motif, valide, refuse, ecarte, dernier, en_vigueur,
    dernier AND NOT valide AS a_corriger
FROM rangee;
COMMENT ON VIEW suivi IS 'Où en est chaque bilan. Le bilan « en vigueur » d’une collectivité est celui que le centre de gestion a choisi par son fichier, sinon le dernier valide, à défaut le dernier reçu ; un bilan accepté sans aucune réponse ne remplace jamais un bilan rempli, ni un bilan aux mêmes réponses celui qui est validé ou transmis.';
COMMENT ON COLUMN suivi.statut IS 'dernier statut';
COMMENT ON COLUMN suivi.depuis IS 'date de ce statut';
COMMENT ON COLUMN suivi.par IS 'qui l’a donné';
COMMENT ON COLUMN suivi.motif IS 'pourquoi';
COMMENT ON COLUMN suivi.valide IS 'vrai si le dernier statut est accepté, validé ou transmis';
COMMENT ON COLUMN suivi.refuse IS 'vrai si le centre de gestion l’a renvoyé à corriger';
COMMENT ON COLUMN suivi.ecarte IS 'vrai si le centre de gestion a choisi, depuis, un autre bilan de la collectivité par son fichier';
COMMENT ON COLUMN suivi.dernier IS 'vrai pour le dernier envoi de la collectivité, et pour tout fichier sans SIRET';
COMMENT ON COLUMN suivi.en_vigueur IS 'vrai pour le bilan qui compte ; les autres restent pour mémoire';
COMMENT ON COLUMN suivi.a_corriger IS 'vrai si le dernier envoi n’est pas valide : à relancer, même quand un bilan plus ancien reste en vigueur';
