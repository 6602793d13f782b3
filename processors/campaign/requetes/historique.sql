-- Tous les changements de statut, du plus récent au plus ancien
SELECT t.le AS "Le", r.siret AS "SIRET", r.nom AS "Collectivité", t.statut AS "Statut", t.par AS "Par", t.motif AS "Motif",
    r.fichier AS "Fichier"
FROM transitions t JOIN receptions r ON r.id = t.reception ORDER BY t.le DESC, t.reception, t.ordre DESC
