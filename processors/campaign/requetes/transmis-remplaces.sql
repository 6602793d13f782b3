-- Les bilans transmis puis remplacés par un autre, qui reste à transmettre
WITH envoyes AS (
    SELECT r.id, r.siret, r.questionnaire, r.fichier, max(t.le) AS transmis_le
    FROM receptions r JOIN transitions t ON t.reception = r.id AND t.statut = 'transmis'
    GROUP BY r.id, r.siret, r.questionnaire, r.fichier
    QUALIFY row_number() OVER (PARTITION BY r.siret, r.questionnaire ORDER BY max(t.le) DESC, r.id DESC) = 1
)
SELECT s.siret AS "SIRET", s.nom AS "Collectivité", e.transmis_le::DATE AS "Transmis le", e.fichier AS "Fichier transmis",
    s.fichier AS "Remplacé par", s.recu_le AS "Reçu le", s.statut AS "Statut"
FROM envoyes e JOIN suivi s USING (siret, questionnaire) WHERE s.en_vigueur AND s.id <> e.id
ORDER BY s.siret, e.questionnaire
